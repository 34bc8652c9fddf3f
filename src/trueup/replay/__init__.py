"""Statements into a scratch database: outcomes, provenance, root causes."""
