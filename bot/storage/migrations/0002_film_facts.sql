-- What OMDb said of a film. The film is the data set's, its IMDb id the one that was asked for;
-- facts is a JSON object, or NULL: OMDb has no such film.
CREATE TABLE film_facts (
    item_id INTEGER PRIMARY KEY,
    imdb_id TEXT,
    facts TEXT CHECK (facts IS NULL OR json_valid(facts)),
    fetched_at INTEGER NOT NULL
) STRICT;

-- How many requests OMDb has had on a day, which begins at midnight UTC: '2026-01-31'.
CREATE TABLE omdb_day (
    day TEXT PRIMARY KEY,
    used INTEGER NOT NULL CHECK (used >= 0)
) STRICT, WITHOUT ROWID;
