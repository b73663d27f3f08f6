"""What movie nights know about one member, and its removal."""

import sqlite3

_NIGHTS = """
SELECT id FROM night WHERE organiser_id = :member
UNION SELECT night_id FROM night_member WHERE member_id = :member
UNION SELECT night_id FROM night_film WHERE added_by = :member
UNION SELECT night_id FROM night_film JOIN night_fit ON film_id = id WHERE member_id = :member
UNION SELECT night_id FROM night_film JOIN night_approval ON film_id = id WHERE member_id = :member
UNION SELECT night_id FROM night_veto WHERE member_id = :member
UNION SELECT night_id FROM night_rating WHERE member_id = :member
"""
_ERASE = (
    "DELETE FROM night_member WHERE member_id = :member",
    "DELETE FROM night_fit WHERE member_id = :member",
    "DELETE FROM night_approval WHERE member_id = :member",
    "DELETE FROM night_veto WHERE member_id = :member",
    "DELETE FROM night_rating WHERE member_id = :member",
    "DELETE FROM night_credit WHERE member_id = :member",
    "UPDATE night_film SET added_by = NULL WHERE added_by = :member",
    "UPDATE night SET organiser_id = 0 WHERE organiser_id = :member",
)


def nights_of(con: sqlite3.Connection, member_id: int) -> list[int]:
    """Return the nights that know something about a member."""
    return [night_id for (night_id,) in con.execute(_NIGHTS, {"member": member_id})]


def erase_from_nights(con: sqlite3.Connection, member_id: int) -> int:
    """Remove a member from all nights; return from how many.

    What they did for everybody stays without them: the night that they organised, the film that
    they named and the winner that they helped to find.
    """
    nights = nights_of(con, member_id)
    for statement in _ERASE:
        con.execute(statement, {"member": member_id})
    con.executemany(
        "UPDATE night SET version = version + 1 WHERE id = ?", [(night_id,) for night_id in nights]
    )
    return len(nights)
