-- Each cell's share of the upright reference. NULL: taken by an older version, which kept load and centre alone.

ALTER TABLE reference ADD COLUMN force_n TEXT; -- JSON list: force on each cell, in the calibration's order; null where not read
