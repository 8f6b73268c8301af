-- Runs, their files, and who computes them. Times are milliseconds since 1970 (UTC); names of states are those of
-- `store/runs/columns.rs`; hashes are SHA-256 in hexadecimal digits and name objects.

CREATE TABLE runs (
    id         TEXT             NOT NULL PRIMARY KEY,
    workspace  TEXT             NOT NULL,
    creator    TEXT,
    state      TEXT             NOT NULL,
    created_ms BIGINT           NOT NULL,
    progress   DOUBLE PRECISION NOT NULL,
    problem    TEXT,
    verdict    TEXT,
    thumbnail  TEXT,
    targets    TEXT             NOT NULL, -- JSON
    config     TEXT             NOT NULL, -- JSON
    -- Grows with every lease of its job, for ever: by it a writer who comes late is known.
    lease      BIGINT           NOT NULL DEFAULT 0
);
CREATE INDEX runs_by_workspace ON runs (workspace, created_ms);

-- What a viewer sees who comes now.
CREATE TABLE run_states (
    run   TEXT   NOT NULL PRIMARY KEY REFERENCES runs (id),
    state TEXT   NOT NULL, -- JSON
    told  BIGINT NOT NULL DEFAULT 0 -- how many events of the lease are in it
);

CREATE TABLE run_files (
    run  TEXT   NOT NULL REFERENCES runs (id),
    path TEXT   NOT NULL,
    hash TEXT   NOT NULL,
    size BIGINT NOT NULL,
    PRIMARY KEY (run, path)
);
CREATE INDEX run_files_by_hash ON run_files (hash);

CREATE TABLE run_snapshots (
    run       TEXT   NOT NULL REFERENCES runs (id),
    target    BIGINT NOT NULL,
    iteration BIGINT NOT NULL,
    hash      TEXT   NOT NULL,
    size      BIGINT NOT NULL,
    PRIMARY KEY (run, target, iteration)
);
CREATE INDEX run_snapshots_by_hash ON run_snapshots (hash);

-- One for each run that waits or computes.
CREATE TABLE jobs (
    run          TEXT             NOT NULL PRIMARY KEY REFERENCES runs (id),
    lane         TEXT             NOT NULL, -- which device: cpu, gpu, auto
    place        BIGINT           NOT NULL, -- in the queue
    worker       TEXT,                      -- who computes it, or did when last heard of
    expires_ms   BIGINT,
    attempts     BIGINT           NOT NULL DEFAULT 0, -- since it was last got further
    progress     DOUBLE PRECISION NOT NULL DEFAULT 0, -- the farthest that it was got
    is_cancelled BOOLEAN          NOT NULL DEFAULT FALSE
);
CREATE INDEX jobs_by_place ON jobs (place);

CREATE TABLE workers (
    id      TEXT   NOT NULL PRIMARY KEY,
    lane    TEXT   NOT NULL, -- of its own device
    device  TEXT   NOT NULL, -- JSON
    speed   DOUBLE PRECISION,
    seen_ms BIGINT NOT NULL
);
