-- Studies. Times are milliseconds since 1970 (UTC); flags are 0 or 1; names of states, populations and kinds are those of
-- `store/studies/columns.rs`. Numbers without a sign beyond 63 bits (seeds) are kept as the signed number of the same bits.

CREATE TABLE studies (
    id         TEXT    NOT NULL PRIMARY KEY,
    link       TEXT    NOT NULL UNIQUE,
    state      TEXT    NOT NULL,
    created_ms INTEGER NOT NULL,
    config     TEXT    NOT NULL, -- JSON without the consent text, which has versions
    revision   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE consents (
    study   TEXT    NOT NULL REFERENCES studies (id),
    version INTEGER NOT NULL,
    texts   TEXT    NOT NULL, -- JSON: text by language
    PRIMARY KEY (study, version)
) STRICT;

-- Nothing tells whose token was spent by whom.
CREATE TABLE tokens (
    study    TEXT    NOT NULL REFERENCES studies (id),
    token    TEXT    NOT NULL,
    place    INTEGER NOT NULL,
    is_spent INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (study, token)
) STRICT;

CREATE TABLE stimuli (
    id    TEXT NOT NULL PRIMARY KEY,
    study TEXT NOT NULL REFERENCES studies (id),
    png   BLOB NOT NULL
) STRICT;

CREATE TABLE items (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    study    TEXT    NOT NULL REFERENCES studies (id),
    place    INTEGER NOT NULL,
    task     INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    target   TEXT    NOT NULL,
    run      TEXT,
    expected INTEGER,
    pictures INTEGER NOT NULL,
    content  TEXT    NOT NULL, -- JSON: clones, stimuli, candidates, objective scores
    UNIQUE (study, place)
) STRICT;

-- How often each item was given to each population. Always what a count of the assignments gives; kept, so that whoever
-- joins need not count. Previews have none.
CREATE TABLE loads (
    item       INTEGER NOT NULL REFERENCES items (id),
    population TEXT    NOT NULL,
    given      INTEGER NOT NULL DEFAULT 0 CHECK (given >= 0),
    PRIMARY KEY (item, population)
) STRICT, WITHOUT ROWID;

CREATE TABLE participants (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    study           TEXT    NOT NULL REFERENCES studies (id),
    population      TEXT    NOT NULL,
    key_hash        BLOB    NOT NULL,
    withdrawal_key  TEXT    NOT NULL UNIQUE, -- the withdrawal code in the form in which codes are compared
    is_withdrawn    INTEGER NOT NULL DEFAULT 0,
    -- Withdrawal empties what follows.
    withdrawal_code TEXT    NOT NULL,
    completion_code TEXT    NOT NULL,
    language        TEXT    NOT NULL,
    consent_version INTEGER NOT NULL,
    viewport_width  INTEGER NOT NULL,
    viewport_height INTEGER NOT NULL,
    simulated       TEXT,
    seed            INTEGER NOT NULL,
    joined_ms       INTEGER NOT NULL,
    active_ms       INTEGER NOT NULL, -- joined, or answered last
    completed_ms    INTEGER,
    answered        INTEGER NOT NULL DEFAULT 0, -- answers that count
    unanswered      INTEGER NOT NULL, -- questions to come, practice among them
    is_released     INTEGER NOT NULL DEFAULT 0, -- their unanswered questions are not in `loads`
    use_decision    INTEGER,
    accepted        INTEGER,
    UNIQUE (study, key_hash),
    FOREIGN KEY (study, consent_version) REFERENCES consents (study, version)
) STRICT;

CREATE INDEX participants_by_population ON participants (study, population);
CREATE INDEX participants_by_activity ON participants (active_ms) WHERE unanswered > 0 AND is_released = 0;

-- The ids of recruiting services stand apart from all else, so that they can be deleted when due.
CREATE TABLE recruits (
    participant         INTEGER NOT NULL PRIMARY KEY REFERENCES participants (id),
    service_participant TEXT    NOT NULL,
    service_study       TEXT    NOT NULL,
    service_session     TEXT    NOT NULL,
    delete_ms           INTEGER NOT NULL
) STRICT;

CREATE INDEX recruits_by_deletion ON recruits (delete_ms);

CREATE TABLE assignments (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    participant INTEGER NOT NULL REFERENCES participants (id),
    position    INTEGER NOT NULL,
    item        INTEGER NOT NULL REFERENCES items (id),
    shown_order BLOB    NOT NULL, -- a byte for each place
    is_repeat   INTEGER NOT NULL,
    UNIQUE (participant, position)
) STRICT;

-- The primary key is what makes an assignment take one answer.
CREATE TABLE answers (
    assignment      INTEGER NOT NULL PRIMARY KEY REFERENCES assignments (id),
    value           INTEGER NOT NULL,
    response_ms     INTEGER NOT NULL,
    focus_losses    INTEGER NOT NULL,
    viewport_width  INTEGER NOT NULL,
    viewport_height INTEGER NOT NULL,
    answered_ms     INTEGER NOT NULL
) STRICT;

-- Studies with the newest version of their consent text.
CREATE VIEW current_studies AS
SELECT
    s.id, s.link, s.state, s.created_ms, s.config,
    c.version AS consent_version,
    c.texts AS consent,
    (SELECT COUNT(*) FROM items i WHERE i.study = s.id) AS items
FROM studies s
JOIN consents c ON c.study = s.id AND c.version = (SELECT MAX(version) FROM consents WHERE study = s.id);

-- How many took part.
CREATE VIEW crowds AS
SELECT
    study, population,
    COUNT(*) FILTER (WHERE is_withdrawn = 0) AS joined,
    COUNT(*) FILTER (WHERE completed_ms IS NOT NULL) AS completed,
    COUNT(*) FILTER (WHERE is_withdrawn = 1) AS withdrawn,
    SUM(answered) AS answers
FROM participants
GROUP BY study, population;
