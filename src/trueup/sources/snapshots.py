"""A snapshot: what `trueup snapshot` wrote, or what a web SQL editor gave for its query (JSON or CSV)."""

from __future__ import annotations

from trueup.catalog.snapshot import load as load_snapshot
from trueup.errors import SnapshotError
from trueup.origin import Origin
from trueup.sources.model import Source
from trueup.sources.reader import Reader

SUFFIXES = (".json", ".csv")


def is_snapshot(path: str, text: str) -> bool:
    """Whether a file is to be read as a snapshot: by its name, or because it begins as JSON does."""
    return path.lower().endswith(SUFFIXES) or text.lstrip()[:1] in {"{", "["}


def read_snapshot(reader: Reader, path: str, side: str) -> Source:
    """The catalog in a file.

    Raises:
        SnapshotError: it is damaged, of an unknown version, or no snapshot at all.
    """
    shown = reader.tree.display(path)
    try:
        catalog = load_snapshot(reader.text(path), shown)
    except SnapshotError as error:
        raise SnapshotError(error.message, help=error.help, origin=error.origin or Origin(file=shown)) from None
    return Source(
        label=shown,
        side=side,
        kind="snapshot",
        catalog=catalog,
        files=(shown,),
        diagnostics=tuple(reader.diagnostics),
        not_evaluated=catalog.not_captured,
    )
