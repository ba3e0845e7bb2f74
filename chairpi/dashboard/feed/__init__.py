"""What the sensor process says, and the one thread that listens to it: the latest state for the pages, and the streams of it."""
