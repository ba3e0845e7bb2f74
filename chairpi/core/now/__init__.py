"""What the chair knows at this moment, for a page or a light to show: one class for each room that has something to show."""
