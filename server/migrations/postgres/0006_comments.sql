-- What members of a workspace say about its runs. Times are milliseconds since 1970 (UTC). Names stand as they were when
-- something was written, so that a comment says who wrote it also when the account is gone.

CREATE TABLE comments (
    id          TEXT   NOT NULL PRIMARY KEY,
    run         TEXT   NOT NULL,
    author      TEXT   NOT NULL, -- the account
    author_name TEXT   NOT NULL,
    text        TEXT   NOT NULL,
    created_ms  BIGINT NOT NULL,
    edited_ms   BIGINT,
    edited_by   TEXT             -- a name
);

CREATE INDEX comments_by_run ON comments (run, created_ms, id);
