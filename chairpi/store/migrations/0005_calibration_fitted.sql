-- How the cells were fitted when the configuration's own calibration was written down: other cells, places or pins need another
-- calibration. NULL: it was not written down yet.

ALTER TABLE calibration ADD COLUMN fitted TEXT; -- JSON list: for each cell its name, its place and its pins
