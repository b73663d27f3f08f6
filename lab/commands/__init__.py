"""The commands of `python -m lab`, one a file; each imports what it needs when it runs."""
