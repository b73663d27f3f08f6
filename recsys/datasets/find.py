"""Which releases are at hand in a folder of downloads, as zips or as folders."""

from pathlib import Path

from recsys.datasets.releases import RELEASES, Release, release_named
from recsys.datasets.source import FORMATS
from recsys.errors import DatasetNotFound


def downloaded(downloads: Path) -> dict[str, Path]:
    """Return the path of every published release that is at hand, by its name."""
    places = {name: _place(release, downloads) for name, release in RELEASES.items()}
    return {name: place for name, place in places.items() if place is not None}


def find_release(downloads: Path) -> Path | None:
    """Return the release at hand that has the most ratings."""
    here = downloaded(downloads)
    largest = max(here, key=lambda name: RELEASES[name].ratings, default=None)
    return here[largest] if largest else None


def locate(name: str, downloads: Path) -> Path:
    """Return the path of the release of that name.

    Raises:
        DatasetNotFound: it is not at hand, or GroupLens publishes none of that name.
    """
    place = _place(release_named(name), downloads)
    if place is None:
        raise DatasetNotFound(
            f"{name} is not in {downloads}: download it with `python -m recsys download {name}` "
            f"or give its folder or zip with `--source PATH`."
        )
    return place


def _place(release: Release, downloads: Path) -> Path | None:
    folders = [downloads / name for name in (release.name, release.folder) if name]
    for folder in folders:
        if any((folder / file).is_file() for file in FORMATS):
            return folder
    packed = downloads / release.file
    return packed if packed.is_file() else None
