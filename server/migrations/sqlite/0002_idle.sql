-- As the statement says it: `NOT is_released`, which both dialects understand.
DROP INDEX participants_by_activity;
CREATE INDEX participants_by_activity ON participants (active_ms) WHERE unanswered > 0 AND NOT is_released;
