"""Months of a chair's life in an hour: both real processes, and all that goes wrong around them, by a clock as fast as the machine."""
