-- What was published, and the gallery. Times are milliseconds since 1970 (UTC); names of visibilities, presets and losses are
-- those of `store/gallery/columns.rs`.

CREATE TABLE publications (
    permalink    TEXT    NOT NULL PRIMARY KEY,
    run          TEXT    NOT NULL,
    workspace    TEXT    NOT NULL,
    publisher    TEXT,
    published_ms BIGINT  NOT NULL,
    withdrawn_ms BIGINT,
    visibility   TEXT    NOT NULL,
    real_faces   BOOLEAN NOT NULL,
    title        TEXT    NOT NULL,
    note         TEXT    NOT NULL,
    recognizer   TEXT    NOT NULL,
    architecture TEXT    NOT NULL,
    preset       TEXT    NOT NULL,
    objective    TEXT    NOT NULL,
    is_listed    BOOLEAN NOT NULL, -- public, and not withdrawn
    content      TEXT    NOT NULL, -- JSON: the report as others see it, and places of its targets in the run; empty once withdrawn
    people       TEXT    NOT NULL, -- JSON: what people say of all clones, in words
    people_seen  TEXT    NOT NULL  -- which revisions of which studies that is
);

CREATE INDEX publications_by_run ON publications (run, published_ms);

-- Targets of what is published. Those of a publication that is withdrawn are gone.
CREATE TABLE published_targets (
    publication TEXT    NOT NULL REFERENCES publications (permalink),
    place       BIGINT  NOT NULL, -- from 1
    name        TEXT    NOT NULL,
    PRIMARY KEY (publication, place)
);

-- One row a published clone. Those of a publication that is withdrawn are gone.
CREATE TABLE gallery_items (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    publication      TEXT    NOT NULL REFERENCES publications (permalink),
    place            BIGINT  NOT NULL, -- of the target, from 1
    clone            BIGINT  NOT NULL, -- from 1
    is_listed        BOOLEAN NOT NULL,
    target           TEXT    NOT NULL,
    recognizer       TEXT    NOT NULL,
    preset           TEXT    NOT NULL,
    objective        TEXT    NOT NULL,
    published_ms     BIGINT  NOT NULL,
    target_score     DOUBLE PRECISION NOT NULL,
    evaluation_score DOUBLE PRECISION NOT NULL,
    evaluation_rank  BIGINT  NOT NULL,
    has_seed         BOOLEAN NOT NULL, -- whether its seed may be shown
    similarity       DOUBLE PRECISION, -- what people say, in per cent of the scale; NULL where nobody was asked
    recognition      DOUBLE PRECISION,
    naturalness      DOUBLE PRECISION,
    UNIQUE (publication, place, clone)
);

-- One for each order, which pages follow from where the last one ended.
CREATE INDEX gallery_by_date ON gallery_items (published_ms, id) WHERE is_listed;
CREATE INDEX gallery_by_target_score ON gallery_items (target_score, id) WHERE is_listed;
CREATE INDEX gallery_by_evaluation_score ON gallery_items (evaluation_score, id) WHERE is_listed;
CREATE INDEX gallery_by_rank ON gallery_items (evaluation_rank, id) WHERE is_listed;
CREATE INDEX gallery_by_similarity ON gallery_items (similarity, id) WHERE is_listed AND similarity IS NOT NULL;
CREATE INDEX gallery_by_recognition ON gallery_items (recognition, id) WHERE is_listed AND recognition IS NOT NULL;
CREATE INDEX gallery_by_naturalness ON gallery_items (naturalness, id) WHERE is_listed AND naturalness IS NOT NULL;

-- One that holds all that is filtered by, so that rows are counted without reading them (SQLite asks for `is_listed` too).
CREATE INDEX gallery_counted ON gallery_items (
    target, recognizer, preset, objective, evaluation_score, target_score, evaluation_rank, published_ms,
    similarity, recognition, naturalness, is_listed
) WHERE is_listed;
