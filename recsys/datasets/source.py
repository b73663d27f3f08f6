"""Where releases are: at a path, among the downloads, or in the package itself."""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from recsys.datasets.files import Files, FolderFiles, ZipFiles
from recsys.datasets.formats import CsvRelease, DatRelease, TabRelease
from recsys.datasets.place import Place
from recsys.datasets.releases import RELEASES, SAMPLE, Release, recognise, release_named
from recsys.datasets.types import Source
from recsys.errors import DatasetNotFound

_FORMATS: Final[Mapping[str, Callable[[Place, Release | None], Source]]] = {
    each.ratings_file: each for each in (CsvRelease, DatRelease, TabRelease)
}
"""The file of ratings tells the format."""

SAMPLE_FILE: Final = Path(__file__).with_name("sample.zip")
"""Real films and invented ratings, made by ``python -m lab generate sample``."""


def open_sample() -> Source:
    """Return the invented data set that comes with Matinee."""
    return CsvRelease(Place(ZipFiles(SAMPLE_FILE), f"{SAMPLE.name}/"), SAMPLE)


def open_source(path: Path) -> Source:
    """Return the release at a path; its content isn't read yet.

    Args:
        path: the release's folder or zip, or a folder with the release's folder in it.

    Raises:
        DatasetNotFound: nothing is there, no release, or several.
        UnsafeArchive: a zip that could do harm.
        MalformedData: a damaged zip.
    """
    files = _files(path)
    found = [
        (prefix, name)
        for prefix, _, name in (full.rpartition("/") for full in files.names())
        if name in _FORMATS
    ]
    # A folder's own files come before those of the folders in it.
    nearest = [pair for pair in found if not pair[0]] or found
    if not nearest:
        raise DatasetNotFound(
            f"{path} holds no MovieLens release: it needs one of {', '.join(_FORMATS)} in it."
        )
    if len(nearest) > 1:
        places = ", ".join(f"{prefix}/{name}".lstrip("/") for prefix, name in nearest)
        raise DatasetNotFound(f"{path} holds several releases ({places}): name one folder.")
    prefix, name = nearest[0]
    place = Place(files, f"{prefix}/" if prefix else "")
    return _FORMATS[name](place, next(filter(None, map(recognise, place.names)), None))


def downloaded(downloads: Path) -> dict[str, Path]:
    """Return the path, folder or zip, of every published release downloaded, by name."""
    places = {name: _place(release, downloads) for name, release in RELEASES.items()}
    return {name: place for name, place in places.items() if place is not None}


def find_release(downloads: Path) -> Path | None:
    """Return the downloaded release with the most ratings."""
    here = downloaded(downloads)
    largest = max(here, key=lambda name: RELEASES[name].ratings, default=None)
    return here[largest] if largest else None


def locate(name: str, downloads: Path) -> Path:
    """Return the path of the release of that name.

    Raises:
        DatasetNotFound: it isn't downloaded, or there is none of that name.
    """
    place = _place(release_named(name), downloads)
    if place is None:
        raise DatasetNotFound(
            f"{name} isn't in {downloads}: download it with `python -m recsys download {name}` "
            f"or give its folder or zip with `--source PATH`."
        )
    return place


def _place(release: Release, downloads: Path) -> Path | None:
    folders = [downloads / name for name in (release.name, release.folder) if name]
    for folder in folders:
        if any((folder / file).is_file() for file in _FORMATS):
            return folder
    packed = downloads / release.file
    return packed if packed.is_file() else None


def _files(path: Path) -> Files:
    if path.is_dir():
        return FolderFiles(path)
    if not path.exists():
        raise DatasetNotFound(f"There is no {path}: give the folder or zip of a MovieLens release.")
    if path.suffix.lower() == ".zip" or zipfile.is_zipfile(path):
        return ZipFiles(path)
    raise DatasetNotFound(f"{path} is neither a folder nor a zip: give a MovieLens release.")
