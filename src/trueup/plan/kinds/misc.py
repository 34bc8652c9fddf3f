"""Schemas, extensions, event triggers, settings, security labels, the database itself."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.catalog.model import CatalogObject, EventTrigger, Extension, Schema, SecurityLabel, Setting
from trueup.plan import sql
from trueup.plan.kinds.base import Kind, altered, made, step
from trueup.plan.kinds.routines import setting_clause
from trueup.plan.node import Node
from trueup.plan.scope import Delta, Scope
from trueup.step import Hazard, Step


def create_schema(schema: Schema, scope: Scope) -> Sequence[Node]:
    """CREATE SCHEMA."""
    return [made(schema, [f"CREATE SCHEMA {sql.quote(schema.ref.name[0])};"])]


def create_extension(extension: Extension, scope: Scope) -> Sequence[Node]:
    """CREATE EXTENSION in its schema, in its version."""
    text = f"CREATE EXTENSION {sql.quote(extension.ref.name[0])}"
    text += f" SCHEMA {sql.quote(extension.schema)}" if extension.schema else ""
    usual, _ = scope.options.extensions.get(extension.ref.name[0], (extension.version, None))
    text += f" VERSION {sql.quote(extension.version)}" if extension.version != usual else ""
    return [made(extension, [f"{text};"])]


def alter_extension(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """SET SCHEMA and UPDATE TO."""
    new: Extension = delta.new
    named = f"ALTER EXTENSION {sql.quote(new.ref.name[0])}"
    steps: list[Step] = []
    if "schema" in delta:
        steps.append(step(f"{named} SET SCHEMA {sql.quote(new.schema)};", new.ref, "where it lives"))
    if "version" in delta:
        steps.append(step(f"{named} UPDATE TO {sql.literal(new.version)};", new.ref, "its version"))
    return [altered(new.ref, steps)]


def drop_extension(extension: CatalogObject, scope: Scope) -> list[Step]:
    """DROP EXTENSION."""
    text = f"DROP EXTENSION {sql.quote(extension.ref.name[0])};"
    return [step(text, extension.ref, "it is not wanted any more", hazards=[Hazard.NOT_REVERSIBLE])]


_ENABLE = {"origin": "ENABLE", "replica": "ENABLE REPLICA", "always": "ENABLE ALWAYS", "disabled": "DISABLE"}


def create_event_trigger(trigger: EventTrigger, scope: Scope) -> Sequence[Node]:
    """CREATE EVENT TRIGGER: as late as can be, so that it doesn't act on the plan's own steps."""
    text = f"CREATE {sql.called(trigger.ref)} ON {trigger.event}"
    if trigger.tags:
        text += f"\n    WHEN TAG IN ({', '.join(map(sql.literal, trigger.tags))})"
    assert trigger.function is not None
    texts = [f"{text}\n    EXECUTE FUNCTION {sql.name(trigger.function)}();"]
    if trigger.enabled != "origin":
        texts.append(f"ALTER {sql.called(trigger.ref)} {_ENABLE[trigger.enabled]};")
    return [made(trigger, texts)]


def alter_event_trigger(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """Its state in place."""
    new: EventTrigger = delta.new
    if delta.fields != {"enabled"}:
        return None
    text = f"ALTER {sql.called(new.ref)} {_ENABLE[new.enabled]};"
    return [altered(new.ref, [step(text, new.ref, f"it is {new.enabled}")])]


def _on_setting(setting: Setting, rest: str) -> str:
    whose = f"ALTER ROLE {sql.quote(setting.role)} IN DATABASE" if setting.role else "ALTER DATABASE"
    return sql.on_current_database(whose, rest)


def create_setting(setting: Setting, scope: Scope) -> Sequence[Node]:
    """ALTER DATABASE or ROLE ... SET."""
    return [made(setting, [_on_setting(setting, setting_clause(f"{setting.ref.name[1]}={setting.value}"))])]


def alter_setting(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """SET anew."""
    new: Setting = delta.new
    text = _on_setting(new, setting_clause(f"{new.ref.name[1]}={new.value}"))
    return [altered(new.ref, [step(text, new.ref, "its value")])]


def drop_setting(setting: Setting, scope: Scope) -> list[Step]:
    """RESET."""
    named = ".".join(sql.quote(part) for part in setting.ref.name[1].split("."))
    return [step(_on_setting(setting, f"RESET {named}"), setting.ref, "it is not set any more")]


def _label(label: SecurityLabel, text: str) -> str:
    return f"SECURITY LABEL FOR {sql.quote(label.provider)} ON {sql.called(label.target)} IS {text};"


def create_label(label: SecurityLabel, scope: Scope) -> Sequence[Node]:
    """SECURITY LABEL."""
    return [made(label, [_label(label, sql.literal(label.label))])]


def alter_label(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """SECURITY LABEL anew."""
    text = _label(delta.new, sql.literal(delta.new.label))
    return [altered(delta.new.ref, [step(text, delta.new.ref, "its label")])]


def drop_label(label: SecurityLabel, scope: Scope) -> list[Step]:
    """SECURITY LABEL ... IS NULL."""
    return [step(_label(label, "NULL"), label.ref, "it is not wanted any more")]


def create_database(database: CatalogObject, scope: Scope) -> Sequence[Node]:
    """The database is there already."""
    return [made(database, [])]


def drop_database(database: CatalogObject, scope: Scope) -> list[Step]:
    """A plan never drops the database."""
    return []


SCHEMA = Kind(rank=1, create=create_schema)
EXTENSION = Kind(rank=2, create=create_extension, alter=alter_extension, drop=drop_extension)
EVENT_TRIGGER = Kind(rank=90, create=create_event_trigger, alter=alter_event_trigger)
SETTING = Kind(rank=80, create=create_setting, alter=alter_setting, drop=drop_setting)
LABEL = Kind(rank=71, create=create_label, alter=alter_label, drop=drop_label)
DATABASE = Kind(rank=0, create=create_database, drop=drop_database)
