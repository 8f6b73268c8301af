-- Faces and recognizers that workspaces keep for runs, each with who allows that it is audited and on what grounds. Names of
-- states and grounds are those of `store/faces/columns.rs`.

CREATE TABLE face_sets (
    id            TEXT   NOT NULL PRIMARY KEY,
    workspace     TEXT   NOT NULL,
    name          TEXT   NOT NULL,
    state         TEXT   NOT NULL,
    folder        TEXT,            -- JSON: folders on the server's machine; an uploaded set has none
    authorised_by TEXT   NOT NULL,
    basis         TEXT   NOT NULL,
    creator       TEXT   NOT NULL,
    creator_name  TEXT   NOT NULL, -- as it was then
    created_ms    BIGINT NOT NULL
);
CREATE INDEX face_sets_by_workspace ON face_sets (workspace, created_ms);

CREATE TABLE face_files (
    face_set TEXT   NOT NULL REFERENCES face_sets (id),
    identity TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    hash     TEXT   NOT NULL,
    size     BIGINT NOT NULL,
    PRIMARY KEY (face_set, identity, name)
);
CREATE INDEX face_files_by_hash ON face_files (hash);

CREATE VIEW current_face_sets AS
SELECT
    s.id, s.workspace, s.name, s.state, s.folder, s.authorised_by, s.basis, s.creator, s.creator_name, s.created_ms,
    (SELECT COUNT(DISTINCT f.identity) FROM face_files f WHERE f.face_set = s.id) AS identities,
    (SELECT COUNT(*) FROM face_files f WHERE f.face_set = s.id) AS images,
    (SELECT CAST(COALESCE(SUM(f.size), 0) AS BIGINT) FROM face_files f WHERE f.face_set = s.id) AS bytes,
    (SELECT CAST(COALESCE(MIN(c.images), 0) AS BIGINT)
     FROM (SELECT COUNT(*) AS images FROM face_files f WHERE f.face_set = s.id GROUP BY f.identity) c) AS fewest
FROM face_sets s;

CREATE TABLE recognizers (
    id            TEXT   NOT NULL PRIMARY KEY,
    workspace     TEXT   NOT NULL,
    name          TEXT   NOT NULL,
    file          TEXT,            -- weights on the server's machine; uploaded ones have none
    classes       BIGINT NOT NULL, -- how many identities it knows
    authorised_by TEXT   NOT NULL,
    basis         TEXT   NOT NULL,
    creator       TEXT   NOT NULL,
    creator_name  TEXT   NOT NULL,
    created_ms    BIGINT NOT NULL
);
CREATE INDEX recognizers_by_workspace ON recognizers (workspace, created_ms);

-- A description and weights; one without weights cannot be used yet.
CREATE TABLE recognizer_files (
    recognizer TEXT   NOT NULL REFERENCES recognizers (id),
    path       TEXT   NOT NULL,
    hash       TEXT   NOT NULL,
    size       BIGINT NOT NULL,
    PRIMARY KEY (recognizer, path)
);
CREATE INDEX recognizer_files_by_hash ON recognizer_files (hash);

CREATE VIEW current_recognizers AS
SELECT
    r.id, r.workspace, r.name, r.file, r.classes, r.authorised_by, r.basis, r.creator, r.creator_name, r.created_ms,
    (r.file IS NOT NULL
     OR EXISTS (SELECT 1 FROM recognizer_files f WHERE f.recognizer = r.id AND f.path = 'recognizer.safetensors'))
        AS is_whole
FROM recognizers r;

-- Every object that a row names: to what it belongs, which part of that it is.
CREATE VIEW named_objects AS
SELECT 'run' AS kind, run AS owner, path AS what, hash, size FROM run_files
UNION ALL
SELECT 'run', run, 'snapshot ' || CAST(target AS TEXT) || '/' || CAST(iteration AS TEXT), hash, size FROM run_snapshots
UNION ALL
SELECT 'face set', face_set, identity || '/' || name, hash, size FROM face_files
UNION ALL
SELECT 'recognizer', recognizer, path, hash, size FROM recognizer_files;
