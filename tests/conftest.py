"""What every test may use."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.sample import built_once

# No test may reach the server of whoever runs it; a blank hides what their `.env` says, too.
os.environ |= dict.fromkeys(
    ("QDRANT_URL", "QDRANT_API_KEY", "QDRANT_REPLICAS", "QDRANT_SHARDS"), ""
)

# The same examples in every run, and no clock that fails a test on a busy machine.
settings.register_profile("matinee", derandomize=True, deadline=None)
settings.load_profile("matinee")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the laboratory's tests."""
    laboratory = Path(__file__).with_name("lab")
    for item in items:
        if item.path.is_relative_to(laboratory):
            item.add_marker("lab")


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a model of the sample, to be copied: who opens a model locks it."""
    return built_once(tmp_path_factory)


@pytest.fixture(scope="session")
def realdata() -> Path:
    """The folder of MovieLens latest-small; the test is skipped where it is not at hand."""
    return _folder("MATINEE_REALDATA", "the MovieLens latest-small release")


@pytest.fixture(scope="session")
def ml1m() -> Path:
    """The folder or zip of MovieLens 1M; the test is skipped where it is not at hand."""
    return _folder("MATINEE_ML1M", "the MovieLens 1M release")


def _folder(variable: str, what: str) -> Path:
    value = os.environ.get(variable)
    if not value:
        pytest.skip(f"{variable} is not set to {what}")
    return Path(value)
