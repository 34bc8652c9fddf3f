"""Which rules run, how severe, with which options: the command line's word goes before the configuration's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rapidfuzz import fuzz, process

from trueup.access import flaws
from trueup.config import OFF, Config
from trueup.diagnostic import Diagnostic, Level
from trueup.errors import ConfigError
from trueup.finding import Severity
from trueup.migrations import pages
from trueup.origin import Origin
from trueup.rules import RuleSet, Selection, discover
from trueup.rules.check import select

_NEAR = 85


def selected(
    config: Config,
    only: tuple[str, ...] = (),
    excluded: tuple[str, ...] = (),
    minimum: str | None = None,
    rules: RuleSet | None = None,
) -> Selection:
    """The selection of rules.

    Args:
        config: severities by rule; ``off`` leaves a rule out. What it says of findings that are no rule's (access,
            migrations, refused statements) holds when findings are shown.
        only, excluded: rules' names; all but style by default.
        minimum: the least severity that is shown.
        rules: all that there are.
    Raises:
        UsageError: when the rules run: there is no rule of a name.
    """
    severities = severity_by_id(config, rules or discover())
    known = {loaded.rule.id for loaded in rules or discover()}
    off = tuple(name for name, severity in severities.items() if severity == OFF and name in known)
    return Selection(
        only=only,
        exclude=(*excluded, *(name for name in off if name not in only)),
        minimum=Severity(minimum) if minimum else Severity.REVIEW,
        severities=tuple((name, Severity(s)) for name, s in severities.items() if s != OFF),
    )


def severity_by_id(config: Config, rules: RuleSet) -> dict[str, Severity | str]:
    """The configuration's severities by the rules' own ids, where it names a rule by splinter's number."""
    found = {}
    for name, severity in config.severity.items():
        loaded = rules.find(name)
        found[loaded.rule.id if loaded else name] = severity
    return found


def options_by_id(config: Config, rules: RuleSet) -> dict[str, Mapping[str, Any]]:
    """The configuration's options by the rules' own ids.

    Raises:
        ConfigError: there is no such rule, it has no such option, or the value is of another type.
    """
    found = {}
    for name, given in config.options.items():
        loaded = rules.find(name)
        if loaded is None:
            near = process.extractOne(name, [known.rule.id for known in rules], scorer=fuzz.ratio, score_cutoff=60)
            help = f"Did you mean {near[0]}?" if near else "`trueup rules` lists them all."
            raise ConfigError(f"[rules.{name}]: there is no rule of that name.", help=help, origin=_at(config))
        defaults = {option.name: option.default for option in loaded.rule.options}
        for key, value in given.items():
            if key not in defaults:
                help = f"It has: {', '.join(sorted(defaults))}." if defaults else "It has none but `severity`."
                raise ConfigError(f"[rules.{name}]: the rule has no option `{key}`.", help=help, origin=_at(config))
            if not _same_type(value, defaults[key]):
                kind = "a number" if isinstance(defaults[key], int | float) else "a text"
                kind = "true or false" if isinstance(defaults[key], bool) else kind
                raise ConfigError(f"[rules.{name}]: `{key}` is {kind}.", origin=_at(config))
        found[loaded.rule.id] = given
    return found


def judged_names(rules: RuleSet, selection: Selection | None, *, access: bool) -> Callable[[str], bool]:
    """Whether a command judged what a name stands for, so that a suppression of it that matches nothing is unused.

    Args:
        rules: all that there are.
        selection: those that ran; None for none.
        access: whether access was tried.
    """
    ran = {loaded.rule.id for loaded in select(rules, selection)} if selection else set()
    ran |= {flaw.id for flaw in flaws.FLAWS} if access else set()
    others = {loaded.rule.id for loaded in rules} | {f.id for f in flaws.FLAWS} | {p.id for p in pages.PAGES}

    def judged(name: str) -> bool:
        loaded = rules.find(name)
        known = loaded.rule.id if loaded else name
        return known in ran or (known not in others and selection is not None)

    return judged


def _at(config: Config) -> Origin:
    return Origin(file=config.file or "trueup.toml")


def _same_type(value: object, default: object) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    return isinstance(value, int | float) == isinstance(default, int | float) and isinstance(value, int | float | str)


def misspelt(config: Config, rules: RuleSet) -> Iterator[Diagnostic]:
    """Names in ``[severity]`` and ``[[ignore]]`` that are no rule's, and close to one."""
    known = {loaded.rule.id for loaded in rules} | {f.id for f in flaws.FLAWS} | {p.id for p in pages.PAGES}
    places = [(name, 0) for name in config.severity] + [(i.rule, i.line) for i in config.ignore if i.rule]
    for name, line in places:
        if name in known or rules.find(name) is not None:
            continue
        near = process.extractOne(name, sorted(known), scorer=fuzz.ratio, score_cutoff=_NEAR)
        if near:
            yield Diagnostic(
                code="unknown-rule-in-configuration",
                level=Level.WARNING,
                message=f"There is no rule {name}, so what the configuration says of it has no effect.",
                help=f"Probably {near[0]} is meant.",
                origin=Origin(file=config.file or "trueup.toml", line=line or 1),
            )
