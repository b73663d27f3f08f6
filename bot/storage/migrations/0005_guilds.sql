-- Servers that the bot is in, or was in: left_at is when it left. Only so is a server that it left
-- told from one that it never was in, where members use the commands they have brought along.
CREATE TABLE guild (
    guild_id INTEGER NOT NULL PRIMARY KEY,
    left_at  INTEGER
) STRICT;

INSERT INTO guild (guild_id)
SELECT guild_id FROM night UNION SELECT guild_id FROM night_credit
UNION SELECT guild_id FROM guild_setting;
