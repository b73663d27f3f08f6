"""The sample that is shipped is what its generator makes."""

import zipfile
from pathlib import Path

from lab.__main__ import main
from lab.generators.sample import SampleSource
from recsys.datasets.source import SAMPLE_FILE


def _members(path: Path) -> dict[str, tuple[tuple[int, ...], bytes]]:
    """Return date and content of each file; how they are packed is up to the system's zlib."""
    with zipfile.ZipFile(path) as archive:
        return {
            member.filename: (member.date_time, archive.read(member))
            for member in archive.infolist()
        }


def test_the_shipped_file_is_what_the_generator_makes_byte_for_byte(tmp_path: Path) -> None:
    made = tmp_path / "sample.zip"
    assert main(["generate", "sample", "--out", str(made)]) == 0
    assert _members(made) == _members(SAMPLE_FILE)
    assert SAMPLE_FILE.stat().st_size < 400_000


def test_another_seed_makes_other_people() -> None:
    one, other = SampleSource(), SampleSource(seed=1)
    assert one.demographics() != other.demographics()
    assert next(one.ratings()).item_ids.tolist() != next(other.ratings()).item_ids.tolist()
    assert one.movies() == other.movies()
