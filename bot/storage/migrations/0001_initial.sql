-- Members, messages, channels and guilds are Discord ids; item_id is a MovieLens movieId.
-- Times are unix seconds in UTC. Every column about a member is called member_id: erasing looks
-- for that name.

CREATE TABLE verdict (
    member_id  INTEGER NOT NULL,
    item_id    INTEGER NOT NULL,
    opinion    TEXT    NOT NULL CHECK (opinion IN ('like', 'dislike', 'seen', 'not_interested')),
    source     TEXT    NOT NULL,
    message_id INTEGER,
    rated_at   INTEGER NOT NULL,
    PRIMARY KEY (member_id, item_id)
) STRICT, WITHOUT ROWID;

-- AUTOINCREMENT: an undo button must never name a later change.
CREATE TABLE history (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id         INTEGER NOT NULL,
    item_id           INTEGER NOT NULL,
    source            TEXT    NOT NULL,
    changed_at        INTEGER NOT NULL,
    before_opinion    TEXT,
    before_source     TEXT,
    before_message_id INTEGER,
    before_rated_at   INTEGER,
    after_opinion     TEXT
) STRICT;

CREATE INDEX history_of_member ON history (member_id, id);

CREATE TABLE card (
    message_id INTEGER PRIMARY KEY,
    channel_id INTEGER NOT NULL,
    guild_id   INTEGER,
    item_id    INTEGER NOT NULL,
    posted_at  INTEGER NOT NULL,
    replay     INTEGER NOT NULL DEFAULT 1 CHECK (replay IN (0, 1))
) STRICT;

CREATE INDEX card_by_time ON card (posted_at);

-- With rowid: its order is the order in which reactions were added.
CREATE TABLE reaction (
    message_id INTEGER NOT NULL REFERENCES card ON DELETE CASCADE,
    member_id  INTEGER NOT NULL,
    emoji      TEXT    NOT NULL,
    opinion    TEXT    NOT NULL,
    PRIMARY KEY (message_id, member_id, emoji)
) STRICT;

CREATE INDEX reaction_of_member ON reaction (member_id);

CREATE TABLE listing (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id  INTEGER NOT NULL,
    private    INTEGER NOT NULL CHECK (private IN (0, 1)),
    options    TEXT    NOT NULL,
    films      TEXT    NOT NULL,
    shown      TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX listing_of_member ON listing (member_id);
CREATE INDEX listing_by_time ON listing (created_at);

-- With rowid: its order tells films of the same second apart.
CREATE TABLE watchlist (
    member_id INTEGER NOT NULL,
    item_id   INTEGER NOT NULL,
    added_at  INTEGER NOT NULL,
    PRIMARY KEY (member_id, item_id)
) STRICT;

-- A row means visible: nobody is, until they say so.
CREATE TABLE visibility (
    guild_id  INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    PRIMARY KEY (guild_id, member_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX visibility_of_member ON visibility (member_id);

CREATE TABLE state (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
