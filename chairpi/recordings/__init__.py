"""ChairPi recordings, version 1: what a chair's cells said, as text that a spreadsheet opens."""
