"""From a path to the release that lies there, recognised by its files."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from recsys.datasets import csv_release, dat_release, tab_release
from recsys.datasets.csv_release import CsvRelease
from recsys.datasets.dat_release import DatRelease
from recsys.datasets.files import Files, FolderFiles, ZipFiles
from recsys.datasets.place import Place
from recsys.datasets.tab_release import TabRelease
from recsys.datasets.types import Source
from recsys.errors import DatasetNotFound

FORMATS: Final[dict[str, Callable[[Place], Source]]] = {
    csv_release.RATINGS: CsvRelease,
    dat_release.RATINGS: DatRelease,
    tab_release.RATINGS: TabRelease,
}
"""The file of ratings tells the format."""


def open_source(path: Path) -> Source:
    """Return the release at a path; nothing of its content is read yet.

    Args:
        path: the release's folder or zip, or a folder with the release's folder in it.

    Raises:
        DatasetNotFound: nothing is there, no release, or several.
        UnsafeArchive: a zip that tries something.
        MalformedData: a zip that is damaged.
    """
    files = _files(path)
    found = [
        (prefix, name)
        for prefix, _, name in (full.rpartition("/") for full in files.names())
        if name in FORMATS
    ]
    # A folder's own files come before those of the folders in it.
    nearest = [pair for pair in found if not pair[0]] or found
    if not nearest:
        raise DatasetNotFound(
            f"{path} holds no MovieLens release: it needs one of {', '.join(FORMATS)} in it."
        )
    if len(nearest) > 1:
        places = ", ".join(f"{prefix}/{name}".lstrip("/") for prefix, name in nearest)
        raise DatasetNotFound(f"{path} holds several releases ({places}): name one folder.")
    prefix, name = nearest[0]
    return FORMATS[name](Place(files, f"{prefix}/" if prefix else ""))


def _files(path: Path) -> Files:
    if path.is_dir():
        return FolderFiles(path)
    if not path.exists():
        raise DatasetNotFound(f"There is no {path}: give the folder or zip of a MovieLens release.")
    if path.suffix.lower() == ".zip" or zipfile.is_zipfile(path):
        return ZipFiles(path)
    raise DatasetNotFound(f"{path} is no folder and no zip: give a MovieLens release.")
