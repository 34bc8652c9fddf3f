"""Names under which nodes wait for something that is no object: a partition's attachment, an index's pieces."""

from __future__ import annotations

from trueup.ref import ObjectRef


def attachment(table: ObjectRef) -> ObjectRef:
    """A partition is attached."""
    return ObjectRef("attachment", table.schema, table.name)


def pieces(index: ObjectRef) -> ObjectRef:
    """A partitioned index has all its pieces, and so is valid."""
    return ObjectRef("index pieces", index.schema, index.name)
