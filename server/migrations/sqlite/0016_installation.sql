-- By which the place of objects knows its database: the same is kept there.
CREATE TABLE installation (id TEXT NOT NULL PRIMARY KEY);
