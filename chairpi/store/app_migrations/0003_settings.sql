-- What was changed on the page Settings, so that it can be seen and taken back. The settings themselves are in settings.toml.

CREATE TABLE setting_change (
    change_id      INTEGER PRIMARY KEY AUTOINCREMENT,
    utc_s          REAL NOT NULL,
    key            TEXT NOT NULL,
    before         TEXT NOT NULL CHECK (json_valid(before)), -- JSON: the value in use until then
    after          TEXT NOT NULL CHECK (json_valid(after)), -- JSON: the value in use from then on
    before_chosen  INTEGER NOT NULL CHECK (before_chosen IN (0, 1)) -- 0: it was the one of chairpi.toml
) STRICT;
