-- Films that the data set lacks. item_id is made from the IMDb number (recsys/movies.py). confirmed
-- tells what OMDb said from what a member's file did.
CREATE TABLE film_beyond (
    item_id   INTEGER NOT NULL PRIMARY KEY,
    title     TEXT    NOT NULL,
    year      INTEGER,
    genres    TEXT    NOT NULL CHECK (json_valid(genres)),
    confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1))
) STRICT;

-- What OMDb found for a title; nobody is named.
CREATE TABLE omdb_search (
    asked    TEXT    NOT NULL PRIMARY KEY,
    found    TEXT    NOT NULL CHECK (json_valid(found)),
    asked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
