"""The languages that the pages speak: what a sentence is in the reader's language, and the catalogues of them."""
