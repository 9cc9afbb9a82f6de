"""The tests; a package, so that `tests.repositories` is found however pytest is started."""
