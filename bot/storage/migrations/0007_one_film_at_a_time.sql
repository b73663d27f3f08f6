-- A list shows one film at a time and goes on: films are all that were ever on it, each with why.
UPDATE listing SET films = (
    SELECT json_group_array(json_object('item_id', value)) FROM json_each(shown)
);

ALTER TABLE listing DROP COLUMN shown;

-- When lists last showed films to members, so that none comes twice.
CREATE TABLE shown (
    member_id INTEGER NOT NULL,
    item_id   INTEGER NOT NULL,
    shown_at  INTEGER NOT NULL,
    PRIMARY KEY (member_id, item_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX shown_by_time ON shown (shown_at);
