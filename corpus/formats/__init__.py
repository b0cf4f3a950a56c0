"""One reader for each file format, one outside library each."""
