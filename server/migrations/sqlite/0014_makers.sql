-- A link ends with the right of the person who made it. Of links made before this, nobody knows; they end by themselves.
ALTER TABLE links ADD COLUMN maker TEXT;
