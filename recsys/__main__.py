"""``python -m recsys``: the command line."""

import sys

from recsys.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
