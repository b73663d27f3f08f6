"""Writing a build's index in a process of its own.

``python -m recsys.store.indexing FOLDER BUILD_ID`` is that process. The engine writes into mapped
files, so a disk that fills up kills it (SIGBUS); as a child it can die while its parent lives to
say why. It tells its parent a number of points written or what went wrong, a line of JSON each.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from recsys import errors
from recsys.errors import IndexFault, RecsysError
from recsys.index.edge import build_edge_index
from recsys.model.points import Points
from recsys.store.artifacts import INDEX_FOLDER, load_model
from recsys.store.space import space_needed, storage_full


def index_apart(folder: Path, build_id: str, on_progress: Callable[[int], None]) -> None:
    """Write the index of a build whose other files are written, in a child process.

    Args:
        folder: of the build, inside the store.
        build_id: its name.
        on_progress: called with the number of further points written.

    Raises:
        StorageFull: no space left.
        StoreUnwritable: the folder can't be written for another reason.
        IndexFault: the engine failed, or its process was killed.
    """
    command = [sys.executable, "-m", "recsys.store.indexing", str(folder), build_id]
    with (
        # A session of its own: Ctrl-C is for the parent alone, which then ends its child.
        subprocess.Popen(  # noqa: S603 - this very program
            command, stdout=subprocess.PIPE, start_new_session=True
        ) as child,
        ExitStack() as undo,
    ):
        undo.callback(child.kill)
        for line in child.stdout or ():
            told: int | dict[str, str] = json.loads(line)
            if isinstance(told, dict):
                failure: type[RecsysError] = getattr(errors, told["error"])
                raise failure(told["text"])
            on_progress(told)
        undo.pop_all()
    if child.returncode:
        raise _ended(folder, child.returncode)


def _ended(folder: Path, code: int) -> RecsysError:
    """Return why a child ended that couldn't say so itself."""
    if code > 0:
        return _stopped(folder, f"exit code {code}", "build the model again")
    how = f"{signal.strsignal(-code)}"
    if code == -signal.SIGBUS:
        return storage_full(folder.parent, f" for the index (the engine's process ended: {how})")
    if code == -signal.SIGKILL:
        return _stopped(folder, how, "memory may have run out; free some and build again")
    return _stopped(folder, how, "build the model again")


def _stopped(folder: Path, how: str, then: str) -> IndexFault:
    return IndexFault(f"The engine's process ended while it wrote {folder} ({how}): {then}.")


def main(folder: Path, build_id: str) -> int:
    """Be the child; return its exit code."""
    if hasattr(signal, "SIGPIPE"):
        # Without a parent that listens there is no build any more.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        with space_needed(folder.parent):
            points = Points(load_model(folder))
            build_edge_index(folder / INDEX_FOLDER, build_id, points.users(), _tell)
    except RecsysError as error:
        _tell({"error": type(error).__name__, "text": str(error)})
        return error.exit_code
    return 0


def _tell(said: int | dict[str, str]) -> None:
    os.write(sys.stdout.fileno(), f"{json.dumps(said)}\n".encode())


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
