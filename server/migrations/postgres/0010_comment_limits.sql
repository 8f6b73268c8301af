-- How many comments somebody wrote of late is counted before another is taken.
CREATE INDEX comments_by_author ON comments (author, created_ms);
