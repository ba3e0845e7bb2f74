-- Who may open the dashboard. A key or a cookie is kept only as its SHA-256 digest: who reads this file cannot use it.

-- Browsers that have paired.
CREATE TABLE device (
    device_id        INTEGER PRIMARY KEY AUTOINCREMENT,
    digest           BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    name             TEXT NOT NULL,
    role             TEXT NOT NULL CHECK (role IN ('owner', 'viewer', 'kiosk')),
    first_seen_utc_s REAL NOT NULL,
    last_seen_utc_s  REAL NOT NULL -- written at most once an hour
) STRICT;

-- Programs that may ask the API.
CREATE TABLE api_key (
    key_id     INTEGER PRIMARY KEY AUTOINCREMENT,
    digest     BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    name       TEXT NOT NULL,
    scope      TEXT NOT NULL CHECK (scope IN ('read', 'control')),
    made_utc_s REAL NOT NULL,
    used_utc_s REAL -- written at most once an hour; NULL: never
) STRICT;

-- One row from the first owner on. It stays when every browser is gone: the dashboard does not open to everybody again.
CREATE TABLE claimed (
    once  INTEGER PRIMARY KEY CHECK (once = 1),
    utc_s REAL NOT NULL
) STRICT;
