"""Findings that the project accepts: comments in the SQL, entries of the configuration, a baseline. Pure functions.

A comment `-- trueup: ignore[rule] reason` above a statement, or on its first or last line, holds for all of it; on a
line inside a statement or a function's body it holds for that line and the next. Several rules stand with commas.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from trueup.config import Ignore
from trueup.diagnostic import Diagnostic, Level
from trueup.errors import ConfigError
from trueup.finding import Finding
from trueup.origin import Origin
from trueup.rules.model import RuleSet
from trueup.sqltext.model import Statement

_MARK = "trueup: ignore["
_BASELINE_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """One comment.

    Args:
        origin: where it stands.
        rules: ids or splinter numbers.
        reason: why; "" is refused.
        first, last: the lines of its file for which it holds.
    """

    origin: Origin
    rules: tuple[str, ...]
    reason: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """A finding that was left out, and the reason that was given."""

    finding: Finding
    reason: str
    origin: Origin | None


def read_directives(text: str, file: str, statements: Iterable[Statement]) -> tuple[Directive, ...]:
    """The comments of one file; `statements` are those of this file, in order."""
    spans = [(s.origin.line, s.origin.line + s.sql.count("\n")) for s in statements if s.origin.file == file]
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        before, mark, rest = line.partition(_MARK)
        if not mark or "--" not in before or "]" not in rest:
            continue
        names, _, reason = rest.partition("]")
        rules = tuple(name.strip() for name in names.split(",") if name.strip())
        first, last = _extent(number, spans)
        origin = Origin(file=file, line=number, column=before.rindex("--") + 1)
        found.append(Directive(origin=origin, rules=rules, reason=reason.strip(), first=first, last=last))
    return tuple(found)


def _extent(line: int, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The lines for which a comment on this line holds."""
    for first, last in spans:
        if first <= line <= last:
            return (first, last) if line in {first, last} else (line, line + 1)
        if line < first:
            return first, last
    return line, line


def suppress(
    findings: Iterable[Finding],
    directives: Sequence[Directive],
    ignores: Sequence[Ignore],
    today: datetime.date,
    *,
    rules: RuleSet,
    config_file: str = "trueup.toml",
    judged: Callable[[str], bool] | None = None,
) -> tuple[tuple[Finding, ...], tuple[Suppressed, ...], tuple[Diagnostic, ...]]:
    """Part the findings.

    Args:
        findings: all of them.
        directives: from the SQL files.
        ignores: from the configuration.
        today: for those that have an end.
        rules: to know a rule by its number, and one that there is not.
        config_file: its name, for diagnostics.
        judged: whether the run judged what a rule's name stands for; None where it judged everything. What it didn't
            judge makes no suppression unused.

    Returns:
        What is left, what was left out with its reason, and what is wrong with the suppressions themselves: without a
        reason, of no rule, expired, or used by nothing.
    """
    told: list[Diagnostic] = []
    valid = [directive for directive in directives if _is_valid(directive, rules, told)]
    holding = [ignore for ignore in ignores if _holds(ignore, today, config_file, told)]
    kept, left_out, used = [], [], set()
    for finding in findings:
        by = next((d for d in valid if _covers(d, finding, rules)), None)
        entry = None if by else next((i for i in holding if _matches(i, finding, rules)), None)
        if by:
            used.add(id(by))
            left_out.append(Suppressed(finding=finding, reason=by.reason, origin=by.origin))
        elif entry:
            used.add(id(entry))
            origin = Origin(file=config_file, line=entry.line)
            left_out.append(Suppressed(finding=finding, reason=entry.reason, origin=origin))
        else:
            kept.append(finding)
    unused = [d.origin for d in valid if id(d) not in used and _all_judged(d.rules, judged)]
    entries = (i for i in holding if id(i) not in used and _all_judged((i.rule,), judged))
    unused += [Origin(file=config_file, line=i.line) for i in entries]
    told += [
        _diagnostic("unused-suppression", "This suppression matches no finding.", o, "Take it out.") for o in unused
    ]
    return tuple(kept), tuple(left_out), tuple(told)


def _all_judged(names: Sequence[str], judged: Callable[[str], bool] | None) -> bool:
    return judged is None or all(name and judged(name) for name in names)


def _diagnostic(code: str, message: str, origin: Origin, help: str) -> Diagnostic:
    return Diagnostic(code=code, message=message, origin=origin, help=help, level=Level.WARNING)


def _is_valid(directive: Directive, rules: RuleSet, told: list[Diagnostic]) -> bool:
    if not directive.reason:
        help = "Write why after the bracket."
        told.append(
            _diagnostic("suppression-without-reason", "It gives no reason, so it is not used.", directive.origin, help)
        )
        return False
    return True


def _holds(ignore: Ignore, today: datetime.date, file: str, told: list[Diagnostic]) -> bool:
    if ignore.until is not None and ignore.until < today:
        message = f"This suppression ended on {ignore.until.isoformat()}."
        origin = Origin(file=file, line=ignore.line)
        told.append(_diagnostic("expired-suppression", message, origin, "Mend what it hid, or give it a new end."))
        return False
    return True


def _is_rule(name: str, finding: Finding, rules: RuleSet) -> bool:
    if name == finding.rule:
        return True
    loaded = rules.find(name)
    return loaded is not None and loaded.rule.id == finding.rule


def _covers(directive: Directive, finding: Finding, rules: RuleSet) -> bool:
    origin = finding.origin
    if origin is None or origin.file != directive.origin.file or not directive.first <= origin.line <= directive.last:
        return False
    return any(_is_rule(name, finding, rules) for name in directive.rules)


def _matches(ignore: Ignore, finding: Finding, rules: RuleSet) -> bool:
    if ignore.rule and not _is_rule(ignore.rule, finding, rules):
        return False
    if ignore.fingerprint and ignore.fingerprint != finding.fingerprint:
        return False
    if ignore.object:
        names = (str(finding.ref), finding.ref.qualified) if finding.ref else ()
        return any(fnmatchcase(name, ignore.object) for name in names)
    return bool(ignore.rule or ignore.fingerprint)


def write_baseline(findings: Iterable[Finding]) -> str:
    """The text of a baseline file that accepts these findings."""
    entries = {f.fingerprint: {"rule": f.rule, "object": str(f.ref or "")} for f in findings}
    document = {"version": _BASELINE_VERSION, "findings": {key: entries[key] for key in sorted(entries)}}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def read_baseline(text: str, file: str = "baseline") -> Mapping[str, str]:
    """Fingerprint to rule of the accepted findings; raises `ConfigError` for a file that is no baseline."""
    try:
        document = json.loads(text)
        if document["version"] != _BASELINE_VERSION:
            raise ConfigError(f"{file} is a baseline of version {document['version']}.", help="Write it anew.")
        return {str(key): str(entry["rule"]) for key, entry in document["findings"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(
            f"{file} is no baseline.", help="`--write-baseline` makes one.", origin=Origin(file=file)
        ) from error


def new_since(
    findings: Iterable[Finding], baseline: Mapping[str, str]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[str, ...]]:
    """The new findings, the accepted ones, and the baseline's fingerprints that no finding has any longer."""
    new: list[Finding] = []
    accepted: list[Finding] = []
    for finding in findings:
        (accepted if finding.fingerprint in baseline else new).append(finding)
    there = {finding.fingerprint for finding in accepted}
    return tuple(new), tuple(accepted), tuple(key for key in sorted(baseline) if key not in there)
