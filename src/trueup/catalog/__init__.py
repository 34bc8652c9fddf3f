"""Every object of a database as frozen data; introspection; snapshots."""
