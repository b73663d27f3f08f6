from hypothesis import given
from hypothesis import strategies as st

from lab.models import copy_models

PARTS = st.lists(st.tuples(st.booleans(), st.integers(1, 20_000)), max_size=5)


@given(parts=PARTS)
def test_a_copy_has_the_same_bytes_with_and_without_holes(tmp_path_factory, parts):
    folder = tmp_path_factory.mktemp("models")
    with (folder / "file").open("wb") as file:
        for hole, size in parts:
            if hole:
                file.seek(size, 1)
            else:
                file.write(b"x" * size)
        file.truncate()
    copied = copy_models(folder, tmp_path_factory.mktemp("copies") / "models") / "file"
    assert copied.read_bytes() == (folder / "file").read_bytes()
