"""How fast and how small: the real program on generated releases, beside its rivals."""
