-- What people tell the stretch and strengthening programme. Sitters are those of the history, by their ids: another file's, so none
-- is referred to, and what was written stays when the history is put back to an older copy.

-- A diary: dated entries that are never changed. An id is never used again, so that a link cannot come to mean another entry.
-- Taken back: the entry counts no more, and stays.
CREATE TABLE entry (
    entry_id        INTEGER PRIMARY KEY AUTOINCREMENT,
    sitter_id       INTEGER NOT NULL,
    utc_s           REAL NOT NULL,
    day             TEXT NOT NULL, -- of the household's calendar, YYYY-MM-DD
    kind            TEXT NOT NULL,
    record          TEXT NOT NULL CHECK (json_valid(record)), -- JSON object: the entry's other fields
    withdrawn_utc_s REAL
) STRICT;

CREATE INDEX entry_by_sitter ON entry (sitter_id, entry_id);

-- Exercises and routines that people added or changed, for the whole household.
CREATE TABLE own_content (
    kind   TEXT NOT NULL CHECK (kind IN ('exercise', 'routine')),
    id     TEXT NOT NULL,
    utc_s  REAL NOT NULL, -- of the last change
    record TEXT NOT NULL CHECK (json_valid(record)), -- JSON object with the keys of the content files
    PRIMARY KEY (kind, id)
) STRICT;

-- What somebody who knows a person's body has given them to do.
CREATE TABLE prescription (
    prescription_id INTEGER PRIMARY KEY AUTOINCREMENT,
    sitter_id       INTEGER NOT NULL,
    utc_s           REAL NOT NULL,
    record          TEXT NOT NULL CHECK (json_valid(record)) -- JSON object with the keys of the content files
) STRICT;

-- What the household chose, by name.
CREATE TABLE preference (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value)) -- JSON
) STRICT;
