"""``--again``: what was shown before, so that no list comes twice."""

import json
import re
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from recsys.errors import UsageError
from recsys.types import ItemId

_IDS = re.compile(r"[0-9]{1,10}(?:,[0-9]{1,10})*")
_NOW = timedelta(0)


@dataclass(frozen=True, slots=True)
class History:
    """When films were last shown.

    Attributes:
        at: when, by movie id.
        now: the time of this run.
        file: where it is saved, if anywhere.
    """

    at: Mapping[int, datetime]
    now: datetime
    file: Path | None = None

    @property
    def shown(self) -> dict[int, timedelta]:
        """How long ago each film was last shown."""
        return {item: max(self.now - when, _NOW) for item, when in self.at.items()}

    def add(self, items: Iterable[ItemId]) -> None:
        """Save that these films are shown now, if there is a file to save it in."""
        if self.file is None:
            return
        at = dict(self.at)
        at.update((item, self.now) for item in items)
        text = json.dumps({item: when.isoformat() for item, when in at.items()}, indent=0)
        new = self.file.with_name(f"{self.file.name}.new")
        new.write_text(text, encoding="utf-8")
        new.replace(self.file)


def add_again_option(parser: ArgumentParser) -> None:
    """Offer ``--again``."""
    parser.add_argument(
        "--again",
        metavar="FILE|IDS",
        help="never the same list again: movieIds shown today (1,2,3), or a file that remembers "
        "what was shown and when; it is made if missing, and this list is added",
    )


def history_of(args: Namespace, now: datetime) -> History:
    """Return what ``--again`` says was shown.

    Raises:
        UsageError: the file isn't one that an earlier run wrote.
    """
    if not args.again:
        return History({}, now)
    if _IDS.fullmatch(args.again):
        return History({int(item): now for item in args.again.split(",")}, now)
    file = Path(args.again)
    try:
        text = file.read_text(encoding="utf-8") if file.exists() else "{}"
        at = {int(item): _moment(when) for item, when in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{file} doesn't remember what was shown: name a file that --again wrote, or a new one."
        ) from error
    return History(at, now, file)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment
