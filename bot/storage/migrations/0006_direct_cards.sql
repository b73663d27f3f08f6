-- Whose direct messages a card is in; NULL for one in a server.
ALTER TABLE card ADD COLUMN member_id INTEGER;

CREATE INDEX card_of_member ON card (member_id) WHERE member_id IS NOT NULL;
