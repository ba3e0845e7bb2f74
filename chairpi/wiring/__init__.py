"""How a chair is wired, from its configuration: the table, the drawing, the lines for config.txt, and the device-tree overlay."""
