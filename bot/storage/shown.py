"""Which films lists have shown to members, and when: no list is to come twice."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from bot.storage.clock import Clock, from_unix, to_unix, utc_now
from bot.storage.database import Database
from bot.storage.errors import decoding
from bot.storage.types import ShownFilms, Verdict
from recsys.types import ItemId

LIFETIME: Final = timedelta(days=60)
"""After so long a film has had its rest."""
ANSWERS: Final = 20
"""How many of a member's newest answers tell how much of what is shown to them they know."""

_SHOWN = "SELECT item_id, shown_at FROM shown WHERE member_id = ? AND shown_at >= ?"
_ANSWERED = """
SELECT opinion FROM verdict JOIN shown USING (member_id, item_id)
WHERE member_id = ? ORDER BY rated_at DESC LIMIT ?
"""


class Shown:
    """What members were shown."""

    def __init__(self, db: Database, *, now: Clock = utc_now) -> None:
        self._db = db
        self._now = now

    async def of(self, member_id: int) -> ShownFilms:
        """Return what a member was shown, and how they answered."""
        now = self._now()

        def work(con: sqlite3.Connection) -> ShownFilms:
            shown = con.execute(_SHOWN, (member_id, to_unix(now - LIFETIME))).fetchall()
            answers = con.execute(_ANSWERED, (member_id, ANSWERS)).fetchall()
            with decoding():
                return ShownFilms(
                    ago={item: max(now - from_unix(at), timedelta(0)) for item, at in shown},
                    seen=[Verdict(opinion) for (opinion,) in answers].count(Verdict.SEEN),
                    answers=len(answers),
                )

        return await self._db.read(work)

    async def sweep(self) -> None:
        """Forget what was shown long ago."""
        oldest = to_unix(self._now() - LIFETIME)
        await self._db.execute("DELETE FROM shown WHERE shown_at < ?", oldest)


def note_shown(con: sqlite3.Connection, member_id: int, films: Iterable[ItemId], at: int) -> None:
    """Save that these films are shown to a member, inside a transaction of the caller."""
    con.execute(
        "INSERT INTO shown (member_id, item_id, shown_at)"
        " SELECT ?, value, ? FROM json_each(?) WHERE true"
        " ON CONFLICT DO UPDATE SET shown_at = excluded.shown_at",
        (member_id, at, json.dumps(list(films))),
    )
