"""Who has said yes to what, what each yes covers, and what of it still holds."""
