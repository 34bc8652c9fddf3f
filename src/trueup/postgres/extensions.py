"""Extension shims: control and SQL files of ours for extensions that the embedded server does not have.

A shim has the real one's names, types and signatures, written in SQL, so that every statement loads. Where a line of
SQL can do what the real one does, it does; where not, a call raises an error that says so. A few directives, one a
line, keep the files short; `expand` writes them out:

    STUB name(arguments) RETURNS type attributes;     a function that raises "is a shim"
    GRANT_IF_ROLE role PRIVILEGES ON ...;             a grant, where the cluster has the role
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent / "shims"
# Ours to install as the replay role although the embedded server's own files don't say "trusted": they compute, no
# more.
_TRUSTED_REAL = ("vector",)
# A trusted extension's script runs as the superuser, in the session of whoever says CREATE EXTENSION: an event trigger
# of a text would run with the superuser's rights. SET LOCAL alone would hold for the rest of the transaction, in which
# the replay's own recording would then see nothing.
_SHIELD = "SET LOCAL event_triggers = off;\n"
_AFTER = "\nRESET event_triggers;\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shim:
    """An extension that stands in for the real one.

    Args:
        name: the extension's name.
        version: the only version that can be created; a VERSION clause that names another has to be dropped.
        schema: the schema that it insists on, or None.
        requires: extensions that must be there before (CREATE EXTENSION ... CASCADE makes them).
    """

    name: str
    version: str
    schema: str | None = None
    requires: tuple[str, ...] = ()


@cache
def shims() -> Mapping[str, Shim]:
    """All shims by name."""
    return {path.stem: _read(path) for path in sorted(_HERE.glob("*.control"))}


def _read(path: Path) -> Shim:
    values = _values(path.read_text(encoding="utf-8"))
    return Shim(
        name=path.stem,
        version=values["default_version"],
        schema=values.get("schema"),
        requires=tuple(part.strip() for part in values.get("requires", "").split(",") if part.strip()),
    )


def _values(text: str) -> dict[str, str]:
    pairs = (line.partition("=") for line in text.splitlines() if "=" in line and not line.startswith("#"))
    return {key.strip(): value.strip().strip("'") for key, _, value in pairs}


def sources() -> Iterator[Path]:
    """The files of all shims, for a fingerprint."""
    yield from sorted(_HERE.iterdir())


def install(target: Path, real: Path) -> None:
    """Write all shims, and the real extensions that are to be trusted, to `target`/extension.

    Args:
        target: a folder that the server will have in its extension_control_path.
        real: the embedded server's own folder of control files.
    """
    folder = target / "extension"
    folder.mkdir(parents=True)
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".sql":
            text = shielded(expand(text, path.name.partition("--")[0]))
        (folder / path.name).write_text(text)
    for name in _TRUSTED_REAL:
        for path in real.glob(f"{name}--*.sql"):
            (folder / path.name).write_text(shielded(path.read_text(encoding="utf-8")), encoding="utf-8")
        control = real / f"{name}.control"
        if control.is_file():
            (folder / control.name).write_text(control.read_text() + "\ntrusted = true\n")


def shielded(script: str) -> str:
    """A script with event triggers off while it runs, and as they were before after it."""
    return _SHIELD + script + _AFTER


def expand(text: str, extension: str) -> str:
    """`text` with its directives written out as SQL."""
    return "".join(_line(line, extension) for line in text.splitlines(keepends=True))


def _line(line: str, extension: str) -> str:
    word, _, rest = line.partition(" ")
    if word == "STUB":
        signature = rest.strip().removesuffix(";")
        body = (
            f"BEGIN RAISE feature_not_supported USING MESSAGE = '{extension} is a shim here: {{}} is not built in'; END"
        )
        name = signature.partition("(")[0].strip()
        return f"CREATE FUNCTION {signature} LANGUAGE plpgsql AS $stub${body.format(name)}$stub$;\n"
    if word == "GRANT_IF_ROLE":
        role, _, grant = rest.strip().removesuffix(";").partition(" ")
        return (
            "DO $do$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_roles "
            f"WHERE rolname OPERATOR(pg_catalog.=) '{role}'::name) THEN GRANT {grant} TO {role}; END IF; END $do$;\n"
        )
    return line
