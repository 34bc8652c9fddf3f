"""The audit report as data, and one module per output format."""
