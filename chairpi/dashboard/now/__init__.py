"""The Now page: how the chair is sat on at this moment, as sentences and as a drawing."""
