-- found is what the file has (JSON), choices what the member set in the preview (JSON); once it is
-- written, done_at is set and found is empty. AUTOINCREMENT: an undo button must never name a later
-- import, and a larger id is a later import.
CREATE TABLE import (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id  INTEGER NOT NULL,
    service    TEXT    NOT NULL,
    found      TEXT    NOT NULL,
    choices    TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    done_at    INTEGER
) STRICT;

CREATE INDEX import_of_member ON import (member_id, id);

-- What an import has written and what was there before, for undo. opinion is NULL where only the
-- watchlist got the film, wanted_at where it did not.
CREATE TABLE import_change (
    import_id         INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
    member_id         INTEGER NOT NULL,
    item_id           INTEGER NOT NULL,
    opinion           TEXT,
    rated_at          INTEGER,
    before_opinion    TEXT,
    before_source     TEXT,
    before_message_id INTEGER,
    before_rated_at   INTEGER,
    wanted_at         INTEGER,
    PRIMARY KEY (import_id, item_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX import_change_of_film ON import_change (member_id, item_id);

-- The first import that has changed the film since: until that is undone, the change can't be.
ALTER TABLE history ADD COLUMN buried_by INTEGER;

CREATE INDEX history_buried ON history (buried_by) WHERE buried_by IS NOT NULL;
