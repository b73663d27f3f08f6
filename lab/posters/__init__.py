"""The drawing of the posters' backgrounds: ``python -m lab.posters``."""

from lab.posters.write import write_looks

__all__ = ["write_looks"]
