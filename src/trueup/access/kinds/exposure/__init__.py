"""Rows that are shown to more than the schema itself says."""
