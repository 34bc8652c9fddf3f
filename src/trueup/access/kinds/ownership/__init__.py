"""Forgery and tampering: rows in another's name, another's rows changed, one's own put where they don't belong."""
