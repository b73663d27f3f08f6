"""A store of builds: made aside, published at once, pruned on request.

::

    store/
      current                      the name of the build in use
      20261120-203512-3f9a/        a build, complete or not there at all

A build is made in a hidden folder beside them and becomes visible by a rename; the pointer is
replaced after that. So a crash at any moment leaves the old build in use and whole.

Whoever has a build open shares a lock of its ``meta.json``: such a build is never pruned.
"""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from recsys.disk import sync
from recsys.errors import ModelNotFound, StoreBusy
from recsys.locks import hold, share

META = "meta.json"
"""The file that makes a folder a build."""

_POINTER = "current"
_STAGING = ".building-"


def new_build_id(now: datetime | None = None) -> str:
    """Return a name that sorts by time and is unique."""
    moment = now or datetime.now(UTC)
    return f"{moment:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


@contextmanager
def staging(store: Path) -> Iterator[Path]:
    """Give an empty folder in which a build is made; it is removed afterwards unless published.

    What an interrupted build left behind is removed first.

    Raises:
        StoreBusy: another build is being made in this store.
    """
    store.mkdir(parents=True, exist_ok=True)
    with locked(store):
        for leftover in store.glob(f"{_STAGING}*"):
            # An engine whose build was killed may write a moment longer.
            shutil.rmtree(leftover, ignore_errors=True)
        folder = store / f"{_STAGING}{new_build_id()}"
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def locked(store: Path) -> AbstractContextManager[None]:
    """Hold the store, so that one program at a time makes, uploads or prunes builds.

    Raises:
        StoreBusy: another one does.
    """
    busy = StoreBusy(
        f"Another build is being made or uploaded in {store}: wait for it, or build elsewhere "
        f"with --out."
    )
    return hold(store / ".lock", busy)


def is_busy(store: Path) -> bool:
    """Return whether a build is being made in a store, by whichever process."""
    try:
        with locked(store):
            return False
    except StoreBusy:
        return True
    except OSError:  # no store yet, or one that can't be written, as a build will say
        return False


def publish(store: Path, folder: Path, build_id: str) -> Path:
    """Make a staged build visible and the one in use; return its folder."""
    _sync_tree(folder)
    # Whatever needs space comes before what can be seen.
    pointer = store / f"{_POINTER}.new"
    pointer.write_text(f"{build_id}\n", encoding="ascii")
    sync(pointer)
    published = folder.rename(store / build_id)
    pointer.replace(store / _POINTER)
    sync(store)
    return published


def complete(store: Path) -> list[Path]:
    """Return the complete builds of a store, oldest first."""
    return sorted(meta.parent for meta in store.glob(f"[0-9]*/{META}"))


def prune(store: Path) -> list[str]:
    """Remove every build but the current one and those that are open; return their names."""
    with locked(store):
        kept = current(store)
        old = [folder for folder in complete(store) if folder != kept]
        return [folder.name for folder in old if _remove(folder)]


def _remove(folder: Path) -> bool:
    """Remove a build unless somebody has it open; return whether it is gone."""
    in_use = StoreBusy(f"{folder} is in use.")
    try:
        with hold(folder / META, in_use):
            # Renamed first: half removed, it would look complete.
            leftover = folder.rename(folder.with_name(f"{_STAGING}{folder.name}"))
    except StoreBusy:
        return False
    shutil.rmtree(leftover)
    return True


@contextmanager
def opened(place: Path) -> Iterator[Path]:
    """Give the folder of the build in use, which nobody prunes as long as this lasts.

    Args:
        place: a store, or the folder of one build.

    Raises:
        ModelNotFound: no build there, or it is just being removed.
    """
    folder = current(place)
    gone = ModelNotFound(f"The model in {folder} has just been removed: open {place} again.")
    try:
        with share(folder / META, gone):
            if not (folder / META).is_file():
                raise gone
            yield folder
    except FileNotFoundError:
        raise gone from None


def current(place: Path) -> Path:
    """Return the folder of the build in use.

    Args:
        place: a store, or the folder of one build.

    Raises:
        ModelNotFound: no build there.
    """
    if (place / META).is_file():
        return place
    with suppress(OSError, UnicodeDecodeError):
        name = (place / _POINTER).read_text(encoding="ascii").strip()
        # A damaged name may be longer than a file system takes.
        if name and (place / name / META).is_file():
            return place / name
    raise ModelNotFound(
        f"There is no built model in {place}: make one with `python -m recsys build --out {place}`."
    )


def has_model(place: Path) -> bool:
    """Return whether a build is in use there."""
    try:
        current(place)
    except ModelNotFound:
        return False
    return True


def _sync_tree(folder: Path) -> None:
    """Bring a folder to disk before it is renamed."""
    for path in folder.rglob("*"):
        sync(path)
    sync(folder)
