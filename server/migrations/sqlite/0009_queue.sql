-- Workspaces share the queue in turn; what a job was begun with goes on before anything else begins.

-- When it was a workspace's turn last: the number of the job that was taken for it, which grows with every job.
CREATE TABLE turns (
    workspace TEXT   NOT NULL PRIMARY KEY,
    taken     BIGINT NOT NULL
);

ALTER TABLE jobs ADD COLUMN is_begun BOOLEAN NOT NULL DEFAULT FALSE;

-- From here on `attempts` counts every worker that ended without a word, however far it had got.
ALTER TABLE jobs DROP COLUMN progress;
