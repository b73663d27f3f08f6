"""The sample's model, built once for all workers of a run."""

import os
from pathlib import Path

import portalocker
import pytest

from recsys.datasets.source import open_sample
from recsys.store.build import build


def built_once(temporary: pytest.TempPathFactory) -> Path:
    """Return a store with a model of the sample, to be copied: who opens a model locks it."""
    base = temporary.getbasetemp()
    # Every worker has a folder of its own in the run's.
    store = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sample"
    with store.with_suffix(".lock").open("w") as lock:
        portalocker.lock(lock, portalocker.LockFlags.EXCLUSIVE)
        if not store.exists():
            build(open_sample(), store)
    return store
