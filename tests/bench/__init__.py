"""Times every stage on large synthetic histories; asserts nothing. Run with `make bench`."""
