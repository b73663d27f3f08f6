"""The MovieLens releases that GroupLens publishes, and the sample that comes with Matinee.

Source: https://grouplens.org/datasets/movielens/ and the README of each release.
"""

from dataclasses import dataclass
from typing import Final

from recsys.errors import DatasetNotFound

BASE_URL: Final = "https://files.grouplens.org/datasets/movielens"

_TERMS = (
    "MovieLens data by GroupLens, University of Minnesota: non-commercial use only, without any "
    "endorsement by them; acknowledge F. M. Harper and J. A. Konstan, The MovieLens Datasets: "
    "History and Context, ACM TiiS 5(4), 2015."
)
_NOT_SHARED = f"{_TERMS} Don't pass it on without their permission."
_SHARED = f"{_TERMS} It may be passed on under the same terms."
_INVENTED = "Sample data (invented ratings): made by Matinee for trying it out; no MovieLens data."

UNKNOWN_LICENCE: Final = (
    "A data set in a MovieLens format, under the terms of its source; if that is MovieLens: "
    "non-commercial use only, acknowledge Harper and Konstan 2015."
)


@dataclass(frozen=True, slots=True)
class Release:
    """A release with a name.

    Attributes:
        name: what commands call it.
        ratings: how many ratings (of ``ml-latest``: about).
        users: how many users.
        movies: how many movies are listed.
        redistributable: whether the licence lets it be passed on.
        folder: its folder inside the zip, if not the name.
        invented: whether the ratings are made up; true of the sample alone.
    """

    name: str
    ratings: int
    users: int
    movies: int
    redistributable: bool = False
    folder: str | None = None
    invented: bool = False

    @property
    def file(self) -> str:
        """Return the name of the zip, which is beside its ``.md5`` under `BASE_URL`."""
        return f"{self.name}.zip"

    @property
    def licence(self) -> str:
        """Return the terms of use in our words."""
        if self.invented:
            return _INVENTED
        return _SHARED if self.redistributable else _NOT_SHARED


SAMPLE: Final = Release("sample", 90_478, 1_200, 326, redistributable=True, invented=True)

RELEASES: Final = {
    release.name: release
    for release in (
        Release("ml-latest-small", 100_836, 610, 9_742, redistributable=True),
        Release("ml-latest", 33_832_162, 330_975, 86_537),
        Release("ml-32m", 32_000_204, 200_948, 87_585),
        Release("ml-25m", 25_000_095, 162_541, 62_423),
        Release("ml-20m", 20_000_263, 138_493, 27_278),
        Release("ml-10m", 10_000_054, 69_878, 10_681, folder="ml-10M100K"),
        Release("ml-1m", 1_000_209, 6_040, 3_883),
        Release("ml-100k", 100_000, 943, 1_682),
    )
}


def release_named(name: str) -> Release:
    """Return the release of that name.

    Raises:
        DatasetNotFound: GroupLens publishes none of that name.
    """
    if name not in RELEASES:
        raise DatasetNotFound(f"There is no release {name!r}: choose one of {', '.join(RELEASES)}.")
    return RELEASES[name]


def recognise(folder: str) -> Release | None:
    """Return the release that a folder or zip of this name (without ``.zip``) holds."""
    for known in RELEASES.values():
        if folder.lower() in (known.name, (known.folder or known.name).lower()):
            return known
    return None
