"""One file per rule, with its documentation and its executed good and bad example."""
