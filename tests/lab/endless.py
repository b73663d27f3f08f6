"""A program to be measured that begins to write, says so, and never ends by itself."""

import signal
import sys
from pathlib import Path

BARRIER = "half-way"

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True)
    (folder / "half-written").touch()
    sys.stderr.write(f"{BARRIER}\n")
    signal.pause()
