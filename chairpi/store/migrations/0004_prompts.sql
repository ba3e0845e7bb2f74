-- People who sit on this chair, what became of each prompt, and what survives a restart.

-- A person who uses this chair. Removed: no longer chosen, the history stays. A NULL name: their history was erased; the id is never
-- used again.
CREATE TABLE sitter (
    sitter_id     INTEGER PRIMARY KEY,
    name          TEXT COLLATE NOCASE UNIQUE,
    created_utc_s REAL NOT NULL,
    removed_utc_s REAL
) STRICT;

INSERT INTO sitter (sitter_id, name, created_utc_s) SELECT 1, 'Me', coalesce(min(started_utc_s), 0.0) FROM boot;

-- Whose rows are written now (NULL: a guest's, who is in nobody's history), and whom a person chose last.
CREATE TABLE present_sitter (
    only_row         INTEGER PRIMARY KEY CHECK (only_row = 1),
    sitter_id        INTEGER REFERENCES sitter,
    chosen_sitter_id INTEGER REFERENCES sitter
) STRICT;

INSERT INTO present_sitter VALUES (1, 1, 1);

-- What was kept so far is the first sitter's.
ALTER TABLE bout ADD COLUMN sitter_id INTEGER REFERENCES sitter;
ALTER TABLE break ADD COLUMN sitter_id INTEGER REFERENCES sitter;
ALTER TABLE minute ADD COLUMN sitter_id INTEGER REFERENCES sitter;
ALTER TABLE event ADD COLUMN sitter_id INTEGER REFERENCES sitter;
ALTER TABLE reference ADD COLUMN sitter_id INTEGER REFERENCES sitter;
UPDATE bout SET sitter_id = 1;
UPDATE break SET sitter_id = 1;
UPDATE minute SET sitter_id = 1;
UPDATE event SET sitter_id = 1;
UPDATE reference SET sitter_id = 1;

CREATE INDEX weight_shift_by_time ON event (utc_s) WHERE name = 'weight_shift';

-- A prompt has one row and one outcome. `number` names it for good, over boots too. What it rests on is NULL where it played no part;
-- `moment` is NULL in rows of older versions, which did not wait for one.
CREATE TABLE numbered_prompt (
    number         INTEGER PRIMARY KEY,
    boot_id        TEXT NOT NULL REFERENCES boot,
    sitter_id      INTEGER REFERENCES sitter,
    kind           TEXT NOT NULL,
    reason         TEXT NOT NULL,
    moment         TEXT,
    sitting_s      REAL NOT NULL,
    slide_mm       REAL,
    uncertainty_mm REAL,
    slide_s        REAL,
    still_s        REAL,
    n_put_off      INTEGER NOT NULL,
    trace          TEXT, -- JSON list: [load, CoP forward, CoP right] in N and mm, a second each, oldest first; NULL once erased
    raised_t_s     REAL NOT NULL,
    raised_utc_s   REAL NOT NULL,
    cleared_t_s    REAL, -- counts like raised_t_s, also where it was cleared in a later boot
    cleared_utc_s  REAL,
    outcome        TEXT,
    after_s        REAL,
    why            TEXT NOT NULL, -- for which reason it was dismissed; empty where none was given
    wrong          INTEGER NOT NULL CHECK (wrong IN (0, 1)), -- a person said that it was
    CHECK ((cleared_t_s IS NULL) = (cleared_utc_s IS NULL) AND (cleared_t_s IS NULL) = (outcome IS NULL)),
    CHECK ((cleared_t_s IS NULL) = (after_s IS NULL))
) STRICT;

INSERT INTO numbered_prompt
SELECT
    row_number() OVER (ORDER BY prompt_id), boot_id, 1, kind, reason, NULL, sitting_s, NULL, NULL, NULL, NULL, 0, NULL,
    raised_t_s, raised_utc_s, cleared_t_s, cleared_utc_s, outcome, cleared_t_s - raised_t_s, '', 0
FROM prompt;

DROP TABLE prompt;
ALTER TABLE numbered_prompt RENAME TO prompt;

CREATE INDEX prompt_by_raised ON prompt (raised_utc_s);
CREATE INDEX prompt_with_trace ON prompt (raised_utc_s) WHERE trace IS NOT NULL;

-- How a sitter wants to be prompted: one row for each change, the last one of a sitter holds.
CREATE TABLE sitter_settings (
    settings_id INTEGER PRIMARY KEY,
    boot_id     TEXT NOT NULL REFERENCES boot,
    t_s         REAL NOT NULL,
    utc_s       REAL NOT NULL,
    sitter_id   INTEGER NOT NULL REFERENCES sitter,
    settings    TEXT NOT NULL -- JSON object: the settings that are not the configuration's, by name
) STRICT;

INSERT INTO sitter_settings (boot_id, t_s, utc_s, sitter_id, settings)
SELECT boot_id, t_s, utc_s, 1, json_object('stand_after_min', value / 60.0)
FROM setting WHERE key = 'stand_after_s' ORDER BY setting_id;

DROP TABLE setting;

-- What the chair knew when this was last written: what it needs to go on after a restart. One row.
CREATE TABLE memory (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    boot_id  TEXT NOT NULL REFERENCES boot,
    t_s      REAL NOT NULL,
    utc_s    REAL NOT NULL,
    memory   TEXT NOT NULL -- JSON object
) STRICT;

-- The last time at which anything was heard from the chair, for each boot.
DROP VIEW heard;
CREATE VIEW heard AS
SELECT
    boot_id,
    max(
        coalesce(
            (SELECT t_s FROM event WHERE event.boot_id = boot.boot_id ORDER BY event_id DESC LIMIT 1), started_t_s
        ),
        coalesce(
            (SELECT t_s FROM minute WHERE minute.boot_id = boot.boot_id ORDER BY minute_id DESC LIMIT 1), started_t_s
        ),
        coalesce((SELECT t_s FROM memory WHERE memory.boot_id = boot.boot_id), started_t_s)
    ) AS t_s
FROM boot;
