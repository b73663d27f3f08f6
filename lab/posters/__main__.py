"""``python -m lab.posters [FOLDER]``: draw the backgrounds, by default those of the bot."""

import sys
from pathlib import Path

from lab.posters.write import write_looks

LOOKS = Path(__file__).parents[2] / "bot" / "posters" / "looks"

write_looks(Path(sys.argv[1]) if sys.argv[1:] else LOOKS)
