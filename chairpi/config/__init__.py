"""The configuration: its tables, the one TOML file that it is read from, and that file written out."""
