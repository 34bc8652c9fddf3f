"""Finds rules by their place: every module of every folder below this package that has a `RULE`."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from functools import cache
from pathlib import Path
from types import ModuleType

from trueup.errors import ConfigError
from trueup.rules.model import LoadedRule, Rule, RuleSet

AREAS = ("references", "security", "performance", "reruns", "correctness")
_HERE = Path(__file__).parent


@cache
def discover() -> RuleSet:
    """All rules that come with trueup, in order of id. Imports each rule's file, and nothing else."""
    found = []
    for area in AREAS:
        for info in pkgutil.iter_modules([str(_HERE / area)]):
            loaded = _loaded(
                importlib.import_module(f"trueup.rules.{area}.{info.name}"), _HERE / area / f"{info.name}.py"
            )
            if loaded:
                found.append(loaded)
    return RuleSet(rules=()).with_rules(found)


def discover_folder(folder: Path) -> tuple[LoadedRule, ...]:
    """Rules of a team's own: every `*.py` of a folder that has a `RULE`. Runs that code; raises `ConfigError`."""
    if not folder.is_dir():
        raise ConfigError(f"the rules folder {folder} is not there", help="Name a folder of Python files, or none.")
    found = []
    for path in sorted(folder.glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"trueup_team_rules.{path.stem}", path)
        if spec is None or spec.loader is None:
            continue
        module = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            raise ConfigError(f"the rule {path} can't be loaded: {type(error).__name__}: {error}") from error
        loaded = _loaded(module, path)
        if loaded:
            found.append(loaded)
    return tuple(found)


def _loaded(module: ModuleType, path: Path) -> LoadedRule | None:
    rule = getattr(module, "RULE", None)
    if not isinstance(rule, Rule):
        return None
    return LoadedRule(rule=rule, check=module.check, fix=getattr(module, "fix", None), path=path.name)
