"""Two versions of a text beside each other, for a wide terminal."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from trueup.report.document import Sides

_AROUND = 2  # lines shown around those that differ
_COLOURS = {"=": "bright_black", "<": "red", ">": "green"}

Row = tuple[str, str, str, str]


def side_by_side(block: Sides, width: int) -> Table:
    """A table of two columns: FROM on the left, TO on the right, ``<`` and ``>`` before what only one has."""
    table = Table(box=None, show_header=True, header_style="bold", padding=(0, 1, 0, 0), pad_edge=False, width=width)
    half = (width - 8) // 2
    for title, columns in ((block.before_title, half), (block.after_title, half)):
        table.add_column("", width=1)
        table.add_column(title, width=columns, overflow="fold")
    for left_mark, left, right_mark, right in _rows(block.before.splitlines(), block.after.splitlines()):
        table.add_row(*_cells(left_mark, left), *_cells(right_mark, right))
    return table


def _cells(mark: str, text: str) -> tuple[Text, Text]:
    style = _COLOURS[mark]
    return Text("" if mark == "=" else mark, style=style), Text(text.expandtabs(4), style=style)


def _rows(before: list[str], after: list[str]) -> Iterator[Row]:
    groups = difflib.SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(_AROUND)
    for number, group in enumerate(groups):
        if number or group[0][1]:
            yield "=", "...", "=", "..."
        for tag, i1, i2, j1, j2 in group:
            left, right = before[i1:i2], after[j1:j2]
            marks = ("=", "=") if tag == "equal" else ("<", ">")
            for n in range(max(len(left), len(right))):
                one = (marks[0], left[n]) if n < len(left) else ("=", "")
                two = (marks[1], right[n]) if n < len(right) else ("=", "")
                yield *one, *two
    if groups_end := _end(before, after):
        yield "=", groups_end, "=", groups_end


def _end(before: list[str], after: list[str]) -> str:
    """``...`` where both go on alike after the last lines shown."""
    same = 0
    for one, two in zip(reversed(before), reversed(after), strict=False):
        if one != two:
            break
        same += 1
    return "..." if same > _AROUND else ""
