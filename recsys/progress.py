"""How long work reports its progress: a port that the command line draws as bars."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class Progress(Protocol):
    """Hears about the stages of a long piece of work."""

    def stage(
        self, title: str, total: int | None = None
    ) -> AbstractContextManager[Callable[[int], None]]:
        """Enter a stage of ``total`` steps (unknown: ``None``).

        Inside, call the function you get with the number of further steps done.
        """


def tell_nobody(_steps: int) -> None:
    """Ignore further steps."""


class Silent:
    """Tells nobody."""

    @contextmanager
    def stage(self, title: str, total: int | None = None) -> Iterator[Callable[[int], None]]:  # noqa: ARG002 - the port's signature
        """Enter a stage."""
        yield tell_nobody
