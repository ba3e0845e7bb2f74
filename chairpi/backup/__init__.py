"""Everything that a chair keeps as one file, made by hand, by a timer and before each update; and put back from it, whole or not at all."""
