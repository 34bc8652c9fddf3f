"""Rows for a scratch copy: by foreign keys, checks, domains and enums; for named principals."""
