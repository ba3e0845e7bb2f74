-- The seat's map, where one was fitted. NULL: the cells' positions serve.

ALTER TABLE calibration ADD COLUMN seat_map TEXT; -- JSON object: seat cell name -> [load, AP moment, ML moment] of its newton
