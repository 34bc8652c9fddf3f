"""Text-search parsers, templates, dictionaries and configurations."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.catalog.model import (
    TextSearchConfiguration,
    TextSearchDictionary,
    TextSearchParser,
    TextSearchTemplate,
)
from trueup.plan import sql
from trueup.plan.kinds.base import Kind, altered, made, step
from trueup.plan.node import Node
from trueup.plan.scope import Delta, Scope


def create_functions(obj: TextSearchParser | TextSearchTemplate, scope: Scope) -> Sequence[Node]:
    """CREATE TEXT SEARCH PARSER or TEMPLATE: a list of functions."""
    functions = (f"{key} = {sql.bare(value)}" for key, value in map(sql.split_option, obj.functions))
    return [made(obj, [f"CREATE {sql.called(obj.ref)} ({', '.join(functions)});"])]


def create_dictionary(dictionary: TextSearchDictionary, scope: Scope) -> Sequence[Node]:
    """CREATE TEXT SEARCH DICTIONARY."""
    options = f", {dictionary.options}" if dictionary.options else ""
    return [made(dictionary, [f"CREATE {sql.called(dictionary.ref)} (TEMPLATE = {dictionary.template}{options});"])]


def alter_dictionary(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """Options are set in place; what is no longer there is reset by naming it without a value."""
    new: TextSearchDictionary = delta.new
    if "template" in delta:
        return None
    gone = [n for n in _option_names(delta.old.options) if n not in _option_names(new.options)]
    parts = [*gone, *([new.options] if new.options else [])]
    return [altered(new.ref, [step(f"ALTER {sql.called(new.ref)} ({', '.join(parts)});", new.ref, "its options")])]


def _option_names(options: str | None) -> list[str]:
    """The names in ``language = 'english', stopwords = 'a'`` (commas and quotes inside values are skipped)."""
    names, quoted, word, naming = [], False, "", True
    for char in options or "":
        if char == "'":
            quoted = not quoted
        elif not quoted and char == "=":
            names.append(word.strip())
            naming = False
        elif not quoted and char == ",":
            word, naming = "", True
        elif naming and not quoted:
            word += char
    return names


def create_configuration(configuration: TextSearchConfiguration, scope: Scope) -> Sequence[Node]:
    """CREATE TEXT SEARCH CONFIGURATION and its mappings."""
    texts = [f"CREATE {sql.called(configuration.ref)} (PARSER = {configuration.parser});"]
    for token, dictionaries in configuration.mappings:
        texts.append(f"ALTER {sql.called(configuration.ref)} ADD MAPPING FOR {token} WITH {', '.join(dictionaries)};")
    return [made(configuration, texts)]


def alter_configuration(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """Mappings one by one; the parser can't be changed."""
    new: TextSearchConfiguration = delta.new
    if "parser" in delta:
        return None
    before, after = dict(delta.old.mappings), dict(new.mappings)
    named = f"ALTER {sql.called(new.ref)}"
    texts = [f"{named} DROP MAPPING FOR {token};" for token in before if token not in after]
    for token, dictionaries in after.items():
        if token not in before:
            texts.append(f"{named} ADD MAPPING FOR {token} WITH {', '.join(dictionaries)};")
        elif before[token] != dictionaries:
            texts.append(f"{named} ALTER MAPPING FOR {token} WITH {', '.join(dictionaries)};")
    return [altered(new.ref, [step(t, new.ref, "which dictionaries read which tokens") for t in texts])]


PARSER = Kind(rank=27, create=create_functions)
TEMPLATE = Kind(rank=27, create=create_functions)
DICTIONARY = Kind(rank=28, create=create_dictionary, alter=alter_dictionary)
CONFIGURATION = Kind(rank=29, create=create_configuration, alter=alter_configuration)
