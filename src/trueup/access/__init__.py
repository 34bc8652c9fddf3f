"""Who can do what to which row, found by trying it."""
