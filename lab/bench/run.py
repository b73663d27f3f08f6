"""One run: generate, build, serve, compare; at one size after the other."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab.bench.measure import BenchFailed, run_program
from recsys.progress import Progress


@dataclass(frozen=True, slots=True)
class Scale:
    """A size of release.

    Attributes:
        name: what the command line calls it.
        users, items, ratings: its shape; MovieLens 1M and MovieLens latest.
        queries: how many profiles of each length are asked.
        tutorial_queries: how many the tutorials' way is asked.
        disk: gigabytes of disk that a run needs.
        memory: gigabytes of memory that a run needs; the tutorials' way takes the most.
    """

    name: str
    users: int
    items: int
    ratings: int
    queries: int
    tutorial_queries: int
    disk: float
    memory: float


SCALES = {
    scale.name: scale
    for scale in (
        Scale("1m", 6_040, 3_700, 1_000_000, 200, 20, 0.5, 0.7),
        Scale("33m", 330_975, 86_000, 33_832_162, 200, 3, 3.0, 5.0),
    )
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run at one scale measured.

    Attributes:
        scale: the size.
        build_seconds: the whole ``build`` command, reading CSV files included.
        build_peak: its largest resident memory in MiB.
        served: see `lab.bench.serving.Served`, as JSON gives it.
        switched: see `lab.bench.switching.Switched`, as JSON gives it.
        rivals: see `lab.bench.rivals.Rivals`, as JSON gives it.
        rivals_peak: their largest resident memory in MiB.
    """

    scale: Scale
    build_seconds: float
    build_peak: float
    served: dict[str, Any]
    switched: dict[str, Any]
    rivals: dict[str, Any]
    rivals_peak: float


def run(scale: Scale, folder: Path, progress: Progress) -> Outcome:
    """Measure one scale in ``folder``, which holds the release and the model afterwards.

    Raises:
        BenchFailed: too little space on the disk, or a measured program failed.
    """
    free = shutil.disk_usage(folder).free / 1e9
    if free < scale.disk:
        raise BenchFailed(
            f"The benchmark at {scale.name} needs {scale.disk:.1f} GB in {folder} and "
            f"{free:.1f} GB are free: free some, or set TMPDIR to another disk."
        )
    release, store = folder / "release", folder / "models"
    with progress.stage(f"{scale.name}: generating a release"):
        shape = (scale.users, scale.items, scale.ratings)
        run_program("lab.bench.release", str(release), *map(str, shape))
    with progress.stage(f"{scale.name}: building"):
        built = run_program("recsys", "build", "--source", str(release), "--out", str(store))
    with progress.stage(f"{scale.name}: serving"):
        served = run_program("lab.bench.serving", str(store), str(scale.queries))
    with progress.stage(f"{scale.name}: going over to another model"):
        switched = run_program("lab.bench.switching", str(store), str(scale.queries))
    with progress.stage(f"{scale.name}: the others"):
        rivals = run_program(
            "lab.bench.rivals", str(store), str(scale.queries), str(scale.tutorial_queries)
        )
    return Outcome(
        scale=scale,
        build_seconds=built.seconds,
        build_peak=built.peak,
        served=json.loads(served.output),
        switched=json.loads(switched.output),
        rivals=json.loads(rivals.output),
        rivals_peak=rivals.peak,
    )
