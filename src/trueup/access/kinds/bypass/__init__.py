"""Rows that policies hide, reached another way: views, functions, triggers, cascades."""
