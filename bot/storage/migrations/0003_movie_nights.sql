CREATE TABLE guild_setting (
    guild_id         INTEGER NOT NULL PRIMARY KEY,
    time_zone        TEXT    NOT NULL,
    anybody_suggests INTEGER NOT NULL CHECK (anybody_suggests IN (0, 1)),
    hidden_votes     INTEGER NOT NULL CHECK (hidden_votes IN (0, 1)),
    rewatches        INTEGER NOT NULL CHECK (rewatches IN (0, 1))
) STRICT;

-- organiser_id is 0 when the organiser has erased their data. shown is the version that the
-- night's message shows.
CREATE TABLE night (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id     INTEGER NOT NULL,
    channel_id   INTEGER NOT NULL,
    message_id   INTEGER,
    organiser_id INTEGER NOT NULL,
    stage        TEXT    NOT NULL DEFAULT 'gathering'
        CHECK (stage IN ('gathering', 'voting', 'runoff', 'decided', 'watched', 'cancelled')),
    options      TEXT    NOT NULL CHECK (json_valid(options)),
    created_at   INTEGER NOT NULL,
    vote_ends_at INTEGER,
    winner_id    INTEGER,
    why          TEXT,
    decided_at   INTEGER,
    watched_at   INTEGER,
    event_id     INTEGER,
    event_tried  INTEGER NOT NULL DEFAULT 0 CHECK (event_tried IN (0, 1)),
    version      INTEGER NOT NULL DEFAULT 1,
    shown        INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX night_of_guild ON night (guild_id);
CREATE INDEX night_to_show ON night (id) WHERE shown < version;

-- With rowid: its order is the order in which members joined. credit is what the member had when
-- the night was decided, and NULL until then.
CREATE TABLE night_member (
    night_id  INTEGER NOT NULL REFERENCES night ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    done      INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
    credit    REAL,
    PRIMARY KEY (night_id, member_id)
) STRICT;

-- AUTOINCREMENT: a button of a film that was dropped must never name a later one.
CREATE TABLE night_film (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    night_id INTEGER NOT NULL REFERENCES night ON DELETE CASCADE,
    item_id  INTEGER,
    title    TEXT,
    added_by INTEGER,
    carried  INTEGER NOT NULL CHECK (carried IN (0, 1)),
    dropped  INTEGER NOT NULL DEFAULT 0 CHECK (dropped IN (0, 1)),
    tied     INTEGER NOT NULL DEFAULT 0 CHECK (tied IN (0, 1)),
    CHECK ((item_id IS NULL) <> (title IS NULL))
) STRICT;

CREATE INDEX night_film_of_night ON night_film (night_id);

-- fit is NULL for a member without taste.
CREATE TABLE night_fit (
    film_id   INTEGER NOT NULL REFERENCES night_film ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    fit       REAL,
    PRIMARY KEY (film_id, member_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE night_approval (
    film_id   INTEGER NOT NULL REFERENCES night_film ON DELETE CASCADE,
    round     INTEGER NOT NULL CHECK (round IN (1, 2)),
    member_id INTEGER NOT NULL,
    PRIMARY KEY (film_id, round, member_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE night_veto (
    night_id  INTEGER NOT NULL REFERENCES night ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    film_id   INTEGER NOT NULL REFERENCES night_film ON DELETE CASCADE,
    reason    TEXT,
    PRIMARY KEY (night_id, member_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE night_rating (
    night_id  INTEGER NOT NULL REFERENCES night ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    liked     INTEGER NOT NULL CHECK (liked IN (0, 1)),
    PRIMARY KEY (night_id, member_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE night_timer (
    night_id INTEGER NOT NULL REFERENCES night ON DELETE CASCADE,
    timer    TEXT    NOT NULL CHECK (timer IN ('vote_ends', 'runoff_ends', 'reminder', 'how_was_it')),
    due_at   INTEGER NOT NULL,
    PRIMARY KEY (night_id, timer)
) STRICT, WITHOUT ROWID;

CREATE INDEX night_timer_by_time ON night_timer (due_at);

CREATE TABLE night_post (
    night_id     INTEGER NOT NULL REFERENCES night ON DELETE CASCADE,
    post         TEXT    NOT NULL CHECK (post IN ('reminder', 'how_was_it')),
    state        TEXT    NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'given_up')),
    attempted_at INTEGER,
    message_id   INTEGER,
    PRIMARY KEY (night_id, post)
) STRICT, WITHOUT ROWID;

CREATE INDEX night_post_pending ON night_post (night_id) WHERE state = 'pending';

CREATE TABLE night_credit (
    guild_id  INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    credit    REAL    NOT NULL CHECK (credit BETWEEN 0 AND 1),
    PRIMARY KEY (guild_id, member_id)
) STRICT, WITHOUT ROWID;
