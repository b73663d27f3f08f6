"""Renew the golden file."""

from tests.golden import GOLDEN, rendered

if __name__ == "__main__":
    GOLDEN.write_text(rendered(), encoding="utf-8")
