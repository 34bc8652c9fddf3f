"""Run a plan or a fix on a scratch copy, read back, compare, check again."""
