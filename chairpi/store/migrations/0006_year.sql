-- A year is read in one go: of each minute only what is added up, and only where somebody sat; of each weight shift what its record says,
-- so that nobody takes 30,000 records apart for it.

CREATE INDEX minute_seated ON minute (start_utc_s, sitter_id, seated_s, slide_s, cop_ml_mm) WHERE seated_s > 0;

DROP INDEX weight_shift_by_time;
CREATE INDEX weight_shift_by_time
    ON event (utc_s, sitter_id, t_s, json_extract(record, '$.at_t_s'), json_extract(record, '$.size'))
    WHERE name = 'weight_shift';

-- Whether anything was measured of guests is asked by every page of the history: as a rule there is nothing, and that is found at once.
CREATE INDEX minute_of_guests ON minute (sitter_id) WHERE sitter_id IS NULL;
