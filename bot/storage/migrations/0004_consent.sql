-- Who was asked to a movie night and hasn't joined. With rowid: its order is the organiser's.
CREATE TABLE night_invitation (
    night_id  INTEGER NOT NULL REFERENCES night ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    PRIMARY KEY (night_id, member_id)
) STRICT;

-- Whether the others see how films suit this member, on this night only.
ALTER TABLE night_member ADD COLUMN shows_fits INTEGER NOT NULL DEFAULT 0
    CHECK (shows_fits IN (0, 1));
