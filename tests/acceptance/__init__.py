"""The acceptance checks of the site: each test carries the number of its check, all of them read the same four sites."""
