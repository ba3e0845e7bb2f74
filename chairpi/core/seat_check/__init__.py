"""Exercises that the seat checks: stands that it counts, and holds that it times."""
