"""Comparison of two catalogs, without code for any one kind of object."""
