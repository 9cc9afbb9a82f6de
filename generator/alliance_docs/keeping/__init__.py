"""What was worked out once and is kept for the next time: where it lies, under which key, in which form; safe to delete."""
