"""Allowed writes, claims and calls after which somebody reaches more than before."""
