-- A night tells those who joined more than before: what can wait or be posted grows, and SQLite
-- changes a CHECK by a new table only.
CREATE TABLE new_night_timer (
    night_id INTEGER NOT NULL REFERENCES night ON DELETE CASCADE,
    timer    TEXT    NOT NULL
        CHECK (timer IN ('vote_ends', 'runoff_ends', 'soon', 'reminder', 'how_was_it')),
    due_at   INTEGER NOT NULL,
    PRIMARY KEY (night_id, timer)
) STRICT, WITHOUT ROWID;

INSERT INTO new_night_timer (night_id, timer, due_at)
SELECT night_id, timer, due_at FROM night_timer;
DROP TABLE night_timer;
ALTER TABLE new_night_timer RENAME TO night_timer;
CREATE INDEX night_timer_by_time ON night_timer (due_at);

CREATE TABLE new_night_post (
    night_id     INTEGER NOT NULL REFERENCES night ON DELETE CASCADE,
    post         TEXT    NOT NULL
        CHECK (post IN ('films', 'runoff', 'winner', 'soon', 'reminder', 'how_was_it')),
    state        TEXT    NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'given_up')),
    attempted_at INTEGER,
    message_id   INTEGER,
    PRIMARY KEY (night_id, post)
) STRICT, WITHOUT ROWID;

INSERT INTO new_night_post (night_id, post, state, attempted_at, message_id)
SELECT night_id, post, state, attempted_at, message_id FROM night_post;
DROP TABLE night_post;
ALTER TABLE new_night_post RENAME TO night_post;
CREATE INDEX night_post_pending ON night_post (night_id) WHERE state = 'pending';

-- What the organisers of earlier nights chose holds: nobody is mentioned unasked.
UPDATE night SET options = json_set(
    options, '$.remind', iif(json_extract(options, '$.remind') = 1, 'start', 'nothing')
);

-- Whether they joined after the films were drawn.
ALTER TABLE night_member ADD COLUMN late INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1));

ALTER TABLE guild_setting ADD COLUMN remind TEXT NOT NULL DEFAULT 'all'
    CHECK (remind IN ('all', 'start', 'nothing'));
