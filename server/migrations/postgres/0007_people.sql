-- People, workspaces, and what lets them in. Times are milliseconds since 1970 (UTC); roles are those of
-- `store/people/columns.rs`. Whatever opens something is kept as the SHA-256 of a secret, in hexadecimal digits: who reads
-- this file can open nothing with it.

CREATE TABLE people (
    id               TEXT    NOT NULL PRIMARY KEY,
    name             TEXT    NOT NULL,
    login            TEXT    UNIQUE, -- in lower case; the owner of a machine has none
    password         TEXT,           -- argon2id, with its salt and cost
    is_administrator BOOLEAN NOT NULL,
    is_closed        BOOLEAN NOT NULL DEFAULT FALSE,
    created_ms       BIGINT  NOT NULL,
    seen_ms          BIGINT
);

CREATE TABLE workspaces (
    id         TEXT   NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    created_ms BIGINT NOT NULL
);
INSERT INTO workspaces (id, name, created_ms) VALUES ('0000000000000001', 'First workspace', 0);

CREATE TABLE members (
    workspace TEXT   NOT NULL REFERENCES workspaces (id),
    person    TEXT   NOT NULL REFERENCES people (id),
    role      TEXT   NOT NULL,
    since_ms  BIGINT NOT NULL,
    PRIMARY KEY (workspace, person)
);
CREATE INDEX members_by_person ON members (person);

CREATE TABLE sessions (
    id         TEXT   NOT NULL PRIMARY KEY,
    secret     TEXT   NOT NULL UNIQUE,
    person     TEXT   NOT NULL REFERENCES people (id),
    workspace  TEXT   REFERENCES workspaces (id), -- the one that lists show
    browser    TEXT   NOT NULL,
    created_ms BIGINT NOT NULL,
    seen_ms    BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL
);
CREATE INDEX sessions_by_person ON sessions (person);

CREATE TABLE access_tokens (
    id         TEXT   NOT NULL PRIMARY KEY,
    secret     TEXT   NOT NULL UNIQUE,
    person     TEXT   NOT NULL REFERENCES people (id),
    workspace  TEXT   NOT NULL REFERENCES workspaces (id),
    role       TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    created_ms BIGINT NOT NULL,
    used_ms    BIGINT,
    expires_ms BIGINT
);
CREATE INDEX access_tokens_by_person ON access_tokens (person);

-- Links that can be followed once. One without workspace and person makes the first administrator.
CREATE TABLE links (
    id         TEXT   NOT NULL PRIMARY KEY,
    secret     TEXT   NOT NULL UNIQUE,
    workspace  TEXT   REFERENCES workspaces (id), -- into which it invites
    role       TEXT,
    person     TEXT   REFERENCES people (id),     -- who chooses a new password by it
    note       TEXT   NOT NULL,
    made_by    TEXT   NOT NULL,                   -- a name
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL
);

-- Who did what. Names stand as they were then.
CREATE TABLE activity (
    id        BIGINT NOT NULL PRIMARY KEY,
    at_ms     BIGINT NOT NULL,
    person    TEXT,
    name      TEXT,
    workspace TEXT,
    did       TEXT   NOT NULL,
    page      TEXT
);
CREATE INDEX activity_by_workspace ON activity (workspace, id);

-- Grows with whatever may take something from somebody, so that open connections are looked at again.
CREATE TABLE access_revision (revision BIGINT NOT NULL);
INSERT INTO access_revision (revision) VALUES (0);

-- Studies from before there were workspaces belong to the first.
ALTER TABLE studies ADD COLUMN workspace TEXT NOT NULL DEFAULT '0000000000000001';
DROP VIEW current_studies;
CREATE VIEW current_studies AS
SELECT
    s.id, s.workspace, s.link, s.state, s.created_ms, s.config,
    c.version AS consent_version,
    c.texts AS consent,
    (SELECT COUNT(*) FROM items i WHERE i.study = s.id) AS items
FROM studies s
JOIN consents c ON c.study = s.id AND c.version = (SELECT MAX(version) FROM consents WHERE study = s.id);
