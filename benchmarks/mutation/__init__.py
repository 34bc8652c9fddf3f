"""Operators that put one known flaw into a right schema: `shape` reads it, the others say what to append to it."""
