-- Films that a member doesn't know, so that the deck doesn't ask again.
CREATE TABLE skip (
    member_id  INTEGER NOT NULL,
    item_id    INTEGER NOT NULL,
    skipped_at INTEGER NOT NULL,
    PRIMARY KEY (member_id, item_id)
) STRICT, WITHOUT ROWID;

-- Until now a night's newcomers got a list of a kind of its own.
UPDATE listing SET films = replace(films, '"kind": "deck"', '"kind": "starters"');
