"""What belongs to the people: what is kept, all of it as a file, all of it erased, and a report for whoever helps them."""
