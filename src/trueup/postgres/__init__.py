"""Scratch servers, platforms (baseline SQL), extension shims, cache."""
