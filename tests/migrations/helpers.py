"""Migrations out of plain text."""

from trueup.origin import Origin
from trueup.replay.model import Atomicity, Migration, Unit
from trueup.sqltext.read import read_sql


def unit(name: str, text: str) -> Unit:
    statements = read_sql(text, name).statements
    return Unit(name=name, origin=Origin(file=name, line=1), statements=statements, atomicity=Atomicity.UNIT)


def migration(name: str, up: str, down: str | None = None, tool: str = "numbered") -> Migration:
    return Migration(
        version=name.split("_")[0],
        name=name,
        up=unit(name, up),
        down=None if down is None else unit(name, down),
        tool=tool,
    )
