-- What a study's limits held back: answers that came faster than a person can look, by participant, and people whom the study
-- did not let in because so many had come from their network. Nothing is kept of those people, nor of any address.

ALTER TABLE participants ADD COLUMN too_fast BIGINT NOT NULL DEFAULT 0;
ALTER TABLE studies ADD COLUMN turned_away BIGINT NOT NULL DEFAULT 0;

DROP VIEW current_studies;
CREATE VIEW current_studies AS
SELECT
    s.id, s.workspace, s.link, s.state, s.created_ms, s.config, s.turned_away,
    c.version AS consent_version,
    c.texts AS consent,
    (SELECT COUNT(*) FROM items i WHERE i.study = s.id) AS items
FROM studies s
JOIN consents c ON c.study = s.id AND c.version = (SELECT MAX(version) FROM consents WHERE study = s.id);
