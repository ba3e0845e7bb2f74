-- Whether the wall clock of a start of the machine is known to be right; all of its rows follow from it by their monotonic times. What
-- older versions wrote down stays as it is.
ALTER TABLE boot ADD COLUMN clock_set INTEGER NOT NULL DEFAULT 1 CHECK (clock_set IN (0, 1));

-- How much of the minute was measured while the supply voltage was too low: its loads are left out of the means.
ALTER TABLE minute ADD COLUMN doubtful_s REAL NOT NULL DEFAULT 0.0;

-- Which minutes those are is asked for every day and year: as a rule there are none, and that is found at once.
CREATE INDEX minute_doubtful ON minute (start_utc_s, sitter_id, doubtful_s) WHERE doubtful_s > 0;
