"""``python -m recsys``: the command line."""

import sys

from recsys.cli import main
from recsys.signals import sigterm_as_ctrl_c

if __name__ == "__main__":
    with sigterm_as_ctrl_c():
        sys.exit(main(sys.argv[1:]))
