"""Writes a generated release, in a process of its own: ``python -m lab.bench.release``.

In the process that measures it would be counted as the others' memory; see `measure.Finished`.
"""

import sys
from pathlib import Path

from lab.generators.release import GeneratedSource
from lab.generators.write import write_csv


def main(folder: str, users: str, items: str, ratings: str) -> int:
    """Write the release into the folder."""
    write_csv(GeneratedSource(int(users), int(items), int(ratings)), Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
