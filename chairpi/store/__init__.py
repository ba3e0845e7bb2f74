"""What must last: SQLite, one writer for each file."""
