-- added_by is NULL once whoever added the film has erased their data. With rowid: its order tells
-- apart what was added within the same second.
CREATE TABLE server_film (
    guild_id INTEGER NOT NULL,
    item_id  INTEGER NOT NULL,
    added_by INTEGER,
    added_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, item_id)
) STRICT;

CREATE INDEX server_film_of_member ON server_film (added_by) WHERE added_by IS NOT NULL;
