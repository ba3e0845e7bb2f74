-- What the sensor process writes down.
--
-- Each time is kept twice: `_t_s` is monotonic and counts only within its boot, `_utc_s` is the wall clock [POSIX s] as it was
-- known at that moment. Lengths come from `_t_s` alone. `seen` is 1 when the moment itself was watched.
-- Ids grow in the order of writing.

CREATE TABLE boot (
    boot_id       TEXT NOT NULL PRIMARY KEY,
    started_t_s   REAL NOT NULL,
    started_utc_s REAL NOT NULL,
    clock_source  TEXT NOT NULL
) STRICT;

-- Uninterrupted sitting. A NULL end means that it goes on, or that the process was ended before it could say more.
CREATE TABLE bout (
    bout_id     INTEGER PRIMARY KEY,
    boot_id     TEXT NOT NULL REFERENCES boot,
    began_t_s   REAL NOT NULL,
    began_utc_s REAL NOT NULL,
    began_seen  INTEGER NOT NULL CHECK (began_seen IN (0, 1)),
    ended_t_s   REAL,
    ended_utc_s REAL,
    ended_seen  INTEGER CHECK (ended_seen IN (0, 1)),
    CHECK ((ended_t_s IS NULL) = (ended_utc_s IS NULL) AND (ended_t_s IS NULL) = (ended_seen IS NULL))
) STRICT;

CREATE INDEX bout_by_end ON bout (ended_utc_s);

-- Time off the seat. It begins where a bout ended or, unseen, where the seat was first found empty. A time that nobody watched is
-- neither bout nor break.
CREATE TABLE break (
    break_id    INTEGER PRIMARY KEY,
    boot_id     TEXT NOT NULL REFERENCES boot,
    began_t_s   REAL NOT NULL,
    began_utc_s REAL NOT NULL,
    began_seen  INTEGER NOT NULL CHECK (began_seen IN (0, 1)),
    ended_t_s   REAL,
    ended_utc_s REAL,
    ended_seen  INTEGER CHECK (ended_seen IN (0, 1)),
    CHECK ((ended_t_s IS NULL) = (ended_utc_s IS NULL) AND (ended_t_s IS NULL) = (ended_seen IS NULL))
) STRICT;

CREATE INDEX break_by_end ON break (ended_utc_s);

-- Two rows can share a minute: the process was restarted within it, and each saw its own part.
CREATE TABLE minute (
    minute_id    INTEGER PRIMARY KEY,
    boot_id      TEXT NOT NULL REFERENCES boot,
    t_s          REAL NOT NULL,
    utc_s        REAL NOT NULL,
    start_t_s    REAL NOT NULL,
    start_utc_s  REAL NOT NULL,
    seen_s       REAL NOT NULL,
    seated_s     REAL NOT NULL,
    slide_s      REAL NOT NULL,
    total_n      REAL,
    cop_ap_mm    REAL,
    cop_ml_mm    REAL,
    back_upper_n REAL,
    back_lower_n REAL
) STRICT;

CREATE INDEX minute_by_start ON minute (start_utc_s);

-- The log: every event as the JSON record that the live link sends. Minutes are not repeated here.
CREATE TABLE event (
    event_id INTEGER PRIMARY KEY,
    boot_id  TEXT NOT NULL REFERENCES boot,
    t_s      REAL NOT NULL,
    utc_s    REAL NOT NULL,
    name     TEXT NOT NULL,
    record   TEXT NOT NULL
) STRICT;

CREATE TABLE prompt (
    prompt_id     INTEGER PRIMARY KEY,
    boot_id       TEXT NOT NULL REFERENCES boot,
    kind          TEXT NOT NULL,
    reason        TEXT NOT NULL,
    sitting_s     REAL NOT NULL,
    raised_t_s    REAL NOT NULL,
    raised_utc_s  REAL NOT NULL,
    cleared_t_s   REAL,
    cleared_utc_s REAL,
    outcome       TEXT,
    CHECK ((cleared_t_s IS NULL) = (cleared_utc_s IS NULL) AND (cleared_t_s IS NULL) = (outcome IS NULL))
) STRICT;

CREATE INDEX prompt_by_raised ON prompt (raised_utc_s);

-- Histories: one row for each change, the last one holds.

CREATE TABLE calibration (
    calibration_id INTEGER PRIMARY KEY,
    boot_id        TEXT NOT NULL REFERENCES boot,
    t_s            REAL NOT NULL,
    utc_s          REAL NOT NULL,
    source         TEXT NOT NULL,
    zero_counts    TEXT NOT NULL, -- JSON object: cell name -> number
    counts_per_n   TEXT NOT NULL  -- JSON object: cell name -> number
) STRICT;

CREATE TABLE reference (
    reference_id  INTEGER PRIMARY KEY,
    boot_id       TEXT NOT NULL REFERENCES boot,
    t_s           REAL NOT NULL,
    utc_s         REAL NOT NULL,
    source        TEXT NOT NULL,
    cop_ap_mm     REAL NOT NULL,
    cop_ml_mm     REAL NOT NULL,
    total_n       REAL NOT NULL,
    back_upper_n  REAL,
    back_lower_n  REAL,
    zero_offset_n REAL NOT NULL
) STRICT;

CREATE TABLE setting (
    setting_id INTEGER PRIMARY KEY,
    boot_id    TEXT NOT NULL REFERENCES boot,
    t_s        REAL NOT NULL,
    utc_s      REAL NOT NULL,
    key        TEXT NOT NULL, -- ends in the unit of its value
    value      REAL NOT NULL
) STRICT;

-- The last time at which anything was heard from the chair, for each boot.
CREATE VIEW heard AS
SELECT
    boot_id,
    max(
        coalesce(
            (SELECT t_s FROM event WHERE event.boot_id = boot.boot_id ORDER BY event_id DESC LIMIT 1), started_t_s
        ),
        coalesce(
            (SELECT t_s FROM minute WHERE minute.boot_id = boot.boot_id ORDER BY minute_id DESC LIMIT 1), started_t_s
        )
    ) AS t_s
FROM boot;
