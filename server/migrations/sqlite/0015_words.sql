-- The verdict on what a publication shows, for the gallery's cards; empty until the server has looked at those of before.
ALTER TABLE publications ADD COLUMN verdict TEXT NOT NULL DEFAULT '';

-- The run of a target that is in the gallery: the clones of each are there once. Earlier rows have none; what they would
-- double is looked for among the publications.
ALTER TABLE published_targets ADD COLUMN listed_run TEXT;
CREATE UNIQUE INDEX published_targets_listed ON published_targets (listed_run, name);

-- Of a study's items, those about clones are counted: they are what it asks about, the others are controls and practice.
DROP VIEW current_studies;
CREATE VIEW current_studies AS
SELECT
    s.id, s.workspace, s.link, s.state, s.created_ms, s.config, s.turned_away,
    c.version AS consent_version,
    c.texts AS consent,
    (SELECT COUNT(*) FROM items i WHERE i.study = s.id AND i.kind = 'clone') AS items
FROM studies s
JOIN consents c ON c.study = s.id AND c.version = (SELECT MAX(version) FROM consents WHERE study = s.id);
