"""What stands for a genre: shapes on a canvas."""

from lab.posters.motifs import bright, dark, far, plain
from lab.posters.motifs.scene import MOTIFS, Motif, Tint
from lab.posters.motifs.tints import TINTS

__all__ = ["MOTIFS", "TINTS", "Motif", "Tint", "bright", "dark", "far", "plain"]
