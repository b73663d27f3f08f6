-- NULL for whoever said 👍 or 👎 and no stars.
ALTER TABLE night_rating ADD COLUMN stars REAL
    CHECK (stars BETWEEN 0.5 AND 5 AND stars * 2 = round(stars * 2));
