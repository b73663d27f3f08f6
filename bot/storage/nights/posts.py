"""Messages that go out exactly once, beside the night's own."""

import sqlite3

from bot.nights.types import PendingPost, Post
from bot.storage.clock import from_unix
from bot.storage.nights.tables import NightTables

_PENDING = " WHERE night_id = ? AND post = ? AND state = 'pending'"


class Posts(NightTables):
    """A post waits until it is sent or given up, and then never waits again."""

    async def pending_posts(self) -> list[PendingPost]:
        """Return what has to be sent, of the oldest night first."""
        rows = await self._db.read(
            lambda con: con.execute(
                "SELECT night_id, post, attempted_at FROM night_post WHERE state = 'pending'"
                " ORDER BY night_id, post = 'how_was_it'"
            ).fetchall()
        )
        return [
            PendingPost(night_id, Post(post), None if at is None else from_unix(at))
            for night_id, post, at in rows
        ]

    async def attempt_post(self, night_id: int, post: Post) -> bool:
        """Keep that sending is tried now; ``False`` when there is nothing to send any more."""
        at = self._seconds()
        return await self._update_pending("attempted_at = ?", at, night_id, post)

    async def post_sent(self, night_id: int, post: Post, message_id: int) -> bool:
        """Keep that a post is out, as this message; ``False`` when it didn't wait any more."""
        return await self._update_pending(
            "state = 'sent', message_id = ?", message_id, night_id, post
        )

    async def give_up_post(self, night_id: int, post: Post) -> bool:
        """Keep that a post can't be sent; ``False`` when it didn't wait any more."""
        return await self._update_pending("state = ?", "given_up", night_id, post)

    async def _update_pending(
        self, setting: str, value: int | str, night_id: int, post: Post
    ) -> bool:
        statement = f"UPDATE night_post SET {setting} {_PENDING}"  # noqa: S608 - constants above
        count = await self._db.write(
            lambda con: con.execute(statement, (value, night_id, post)).rowcount
        )
        return count == 1


def add_post(con: sqlite3.Connection, night_id: int, post: Post) -> None:
    """Have a post sent, unless that was asked for before."""
    con.execute(
        "INSERT INTO night_post (night_id, post) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (night_id, post),
    )


def forget_pending(con: sqlite3.Connection, night_id: int) -> None:
    """Have nothing more sent."""
    con.execute("DELETE FROM night_post WHERE night_id = ? AND state = 'pending'", (night_id,))
