"""Which findings are shown: suppressions, severities, and a baseline of accepted ones."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from trueup.config import OFF, Config
from trueup.diagnostic import Diagnostic, Level
from trueup.errors import UsageError
from trueup.finding import Finding, Severity
from trueup.origin import Origin
from trueup.rules.discover import discover
from trueup.rules.suppress import Directive, new_since, read_baseline, read_directives, suppress, write_baseline
from trueup.sources.model import Source
from trueup.sqltext.decode import decode
from trueup.stages.model import Judgement
from trueup.stages.selection import misspelt, severity_by_id


def kept(
    judgement: Judgement,
    config: Config,
    sources: Sequence[Source],
    root: Path,
    *,
    baseline: Path | None = None,
    accept: Path | None = None,
    judged: Callable[[str], bool] | None = None,
) -> tuple[Judgement, int]:
    """What is left to show, and how many findings were taken out.

    Args:
        judgement: everything that was found.
        config: severities, suppressions, and a baseline where the command line names none.
        sources: their files' directives hold.
        root: the project folder, below which the files are read.
        baseline: accepted findings are not shown.
        accept: write today's findings there as a baseline.
        judged: as in `rules.suppress.suppress`.
    Raises:
        ConfigError: the baseline is none.
        UsageError: a baseline can't be read or written.
    """
    rules = discover()
    findings = tuple(_with_severity(judgement.findings, severity_by_id(config, rules)))
    shown, left_out, told = suppress(
        findings,
        tuple(_directives(sources, root)),
        config.ignore,
        datetime.date.today(),
        rules=rules,
        config_file=config.file or "trueup.toml",
        judged=judged,
    )
    told += tuple(misspelt(config, rules))
    if accept is not None:
        _write(accept, write_baseline(shown))
    accepted: tuple[Finding, ...] = ()
    path = baseline or (config.folder / config.baseline if config.baseline else None)
    if path is not None and path != accept:
        shown, accepted, gone = new_since(shown, read_baseline(_read(path), str(path)))
        told += tuple(_mended(path, gone))
    return (
        dataclasses.replace(judgement, findings=shown, diagnostics=(*judgement.diagnostics, *told)),
        len(left_out) + len(accepted),
    )


def _with_severity(findings: Sequence[Finding], severities: Mapping[str, Severity | str]) -> Iterator[Finding]:
    for finding in findings:
        wanted = severities.get(finding.rule)
        if wanted is None:
            yield finding
        elif wanted != OFF:
            yield dataclasses.replace(finding, severity=Severity(wanted))


def _directives(sources: Sequence[Source], root: Path) -> Iterator[Directive]:
    for source in sources:
        statements = [s for unit in source.units for s in unit.statements]
        for file in source.files:
            path = root / file
            if path.is_file():
                yield from read_directives(decode(path.read_bytes(), file)[0], file, statements)


def _mended(path: Path, gone: Sequence[str]) -> Iterator[Diagnostic]:
    if gone:
        yield Diagnostic(
            code="baseline-is-old",
            level=Level.INFO,
            message=f"{len(gone)} accepted findings are no longer there",
            origin=Origin(file=str(path)),
            help="Write the baseline anew with --write-baseline.",
        )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(f"can't read {path}: {reason}", help="--write-baseline makes one.") from None


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"can't write {path}: {error.strerror}") from None
