"""What changed from one state of an alliance to another: which clause is which, what differs, and how it came about."""
