"""Bytes of a file to text."""

from __future__ import annotations

import codecs

from trueup.diagnostic import Diagnostic, Level
from trueup.errors import SourceError
from trueup.origin import Origin

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, file: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text of a file: UTF-8 with or without a byte order mark, UTF-16, UTF-32, or Latin-1 as the last resort.

    Args:
        data: the file's bytes.
        file: its name, for diagnostics and errors.

    Returns:
        The text (line ends as they are), and a diagnostic where the encoding is not UTF-8.

    Raises:
        SourceError: the file is binary (a compressed or custom-format dump, an image ...).
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _with_mark(data[len(mark) :], encoding, file)
    if (guess := _unmarked_utf16(data)) is not None:
        return _with_mark(data, guess, file)
    if b"\0" in data[:65536] or data.startswith((b"PGDMP", b"\x1f\x8b", b"PK\x03\x04", b"%PDF")):
        raise SourceError(f"{file} is a binary file, not SQL text", help=_binary_help(data), origin=Origin(file=file))
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        told = Diagnostic(
            code="not-utf-8",
            message=f"{file} is not UTF-8; it was read as Windows-1252 (Latin-1)",
            origin=Origin(file=file, line=line),
            help="Save the file as UTF-8: psql would refuse these bytes or store other characters.",
            level=Level.WARNING,
        )
        return _latin(data), (told,)


def _with_mark(data: bytes, encoding: str, file: str) -> tuple[str, tuple[Diagnostic, ...]]:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{file} is damaged: {error.reason} (read as {encoding})",
            help="Save the file as UTF-8.",
            origin=Origin(file=file),
        ) from None
    if encoding == "utf-8":
        return text, ()
    told = Diagnostic(
        code="not-utf-8",
        message=f"{file} is {encoding.upper()}",
        origin=Origin(file=file),
        help="Save the file as UTF-8: psql can't read it as it is.",
        level=Level.WARNING,
    )
    return text, (told,)


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark, as Windows PowerShell's ``>`` may leave it: every other byte of Latin text is NUL."""
    head = data[:400]
    if len(head) < 4 or len(data) % 2:
        return None
    half = len(head) // 2
    if head[1::2].count(0) > half * 0.8 and not head[0::2].count(0):
        return "utf-16-le"
    if head[0::2].count(0) > half * 0.8 and not head[1::2].count(0):
        return "utf-16-be"
    return None


def _latin(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _binary_help(data: bytes) -> str:
    if data.startswith(b"PGDMP"):
        return "It is a custom-format dump: turn it into text with pg_restore -s -f schema.sql FILE."
    if data.startswith((b"\x1f\x8b", b"PK\x03\x04")):
        return "It is compressed: unpack it first."
    return "Name a text file with SQL in it."
