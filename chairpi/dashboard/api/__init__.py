"""The JSON interface for people's own programs, the document that describes it, and the page to read that on."""
