"""What lies in the directory of the data and more than one room knows, by its name."""

HISTORY_FILE = "history.db"
"""What the chair measured: the sensor process writes it."""

APP_FILE = "app.db"
"""What people tell the programme, and who may open the dashboard: the web process writes it."""

SETTINGS_FILE = "settings.toml"
"""What was changed in the browser."""

STARTS_FILE = "starts.json"
"""How often the sensor process started in vain."""

LOG_END = "-wal"
"""After a database's name: what has been written and is not in the database's own file yet."""

BESIDE = (LOG_END, "-shm", "-journal")
"""Ends of the names of what SQLite keeps beside a database while it is open, and would take for that of another one in its place."""

BACKUPS = "backups"
"""The folder in which the room `chairpi.backup` keeps whole copies of everything."""

RESTORE = "restore"
"""A backup that is being restored (`chairpi.backup.exchange`)."""
RESTORE_UNREADY = "restore.part"
"""One that is being unpacked, or what is left of one that was restored."""

RESTORE_BEFORE = "before"
"""In `RESTORE`: what was there before, from the first file that was exchanged on."""
RESTORE_BACK = "goes-back"
"""In `RESTORE`: a mark that it does not work, and that all goes back."""
RESTORE_COPY = "backup.zip"
"""In `RESTORE`: what is to come, as a backup of its own."""

BEFORE_UPDATE = "before-update"
"""Where the room `chairpi.install` has copies while an update is tried out."""
BEFORE_UPDATE_UNREADY = "before-update.part"

MANIFEST = "manifest.json"
"""In a backup: what it says of itself (`chairpi.backup.manifest`)."""
