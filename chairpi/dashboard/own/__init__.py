"""The pages on which people add content of their own: exercises, routines, prescriptions, and their file."""
