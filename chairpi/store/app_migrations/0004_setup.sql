-- How far the first run is: one row for each step that was done or left out.

CREATE TABLE setup_step (
    step  TEXT PRIMARY KEY,
    mark  TEXT NOT NULL CHECK (mark IN ('done', 'skipped')),
    utc_s REAL NOT NULL
) STRICT;
