"""Foreign-data wrappers, servers, user mappings; publications and subscriptions."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.catalog.model import (
    ForeignDataWrapper,
    ForeignServer,
    Publication,
    PublicationSchema,
    PublicationTable,
    Subscription,
    UserMapping,
)
from trueup.plan import sql
from trueup.plan.kinds.base import Kind, altered, made, step
from trueup.plan.node import Node
from trueup.plan.scope import Delta, Scope
from trueup.step import Hazard, Step

_UNREAD = "host=(masked) dbname=(masked)"
_LETTERS = {
    "streaming": {"f": "off", "t": "on", "p": "parallel"},
    "two_phase": {"d": "false", "p": "true", "e": "true"},
}


def create_wrapper(wrapper: ForeignDataWrapper, scope: Scope) -> Sequence[Node]:
    """CREATE FOREIGN DATA WRAPPER."""
    text = f"CREATE {sql.called(wrapper.ref)}"
    text += f" HANDLER {sql.bare(wrapper.handler)}" if wrapper.handler else ""
    text += f" VALIDATOR {sql.bare(wrapper.validator)}" if wrapper.validator else ""
    options = sql.foreign_options(wrapper.options)
    return [made(wrapper, [f"{text} {options}".rstrip() + ";"])]


def alter_wrapper(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """ALTER FOREIGN DATA WRAPPER."""
    new: ForeignDataWrapper = delta.new
    text = f"ALTER {sql.called(new.ref)}"
    if "handler" in delta:
        text += f" HANDLER {sql.bare(new.handler)}" if new.handler else " NO HANDLER"
    if "validator" in delta:
        text += f" VALIDATOR {sql.bare(new.validator)}" if new.validator else " NO VALIDATOR"
    if "options" in delta:
        text += f" {sql.changed_foreign_options(delta.old.options, new.options)}"
    return [altered(new.ref, [step(f"{text};", new.ref, "its functions and options")])]


def create_server(server: ForeignServer, scope: Scope) -> Sequence[Node]:
    """CREATE SERVER."""
    text = f"CREATE {sql.called(server.ref)}"
    text += f" TYPE {sql.literal(server.type)}" if server.type is not None else ""
    text += f" VERSION {sql.literal(server.version)}" if server.version is not None else ""
    text += f" FOREIGN DATA WRAPPER {sql.quote(server.wrapper)}"
    options = sql.foreign_options(server.options)
    return [made(server, [f"{text} {options}".rstrip() + ";"])]


def alter_server(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """Version and options in place; its type and wrapper can't be changed."""
    new: ForeignServer = delta.new
    if delta.any("type", "wrapper") or ("version" in delta and new.version is None):
        return None
    text = f"ALTER {sql.called(new.ref)}"
    text += f" VERSION {sql.literal(new.version or '')}" if "version" in delta else ""
    if "options" in delta:
        text += f" {sql.changed_foreign_options(delta.old.options, new.options)}"
    return [altered(new.ref, [step(f"{text};", new.ref, "its version and options")])]


def _mapping(mapping: UserMapping) -> str:
    return f"USER MAPPING FOR {sql.role(mapping.user)} SERVER {sql.quote(mapping.server)}"


def create_mapping(mapping: UserMapping, scope: Scope) -> Sequence[Node]:
    """CREATE USER MAPPING."""
    return [made(mapping, [f"CREATE {_mapping(mapping)} {sql.foreign_options(mapping.options)}".rstrip() + ";"])]


def alter_mapping(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """ALTER USER MAPPING."""
    changed = sql.changed_foreign_options(delta.old.options, delta.new.options)
    return [altered(delta.new.ref, [step(f"ALTER {_mapping(delta.new)} {changed};", delta.new.ref, "its options")])]


def drop_mapping(mapping: UserMapping, scope: Scope) -> list[Step]:
    """DROP USER MAPPING."""
    return [step(f"DROP {_mapping(mapping)};", mapping.ref, "it is not wanted any more")]


def create_publication(publication: Publication, scope: Scope) -> Sequence[Node]:
    """CREATE PUBLICATION; its tables and schemas are added one by one."""
    text = f"CREATE {sql.called(publication.ref)}"
    kinds = ["TABLES"] if publication.all_tables else []
    kinds += ["SEQUENCES"] if publication.all_sequences else []
    if kinds:
        text += f" FOR {', '.join(f'ALL {k}' for k in kinds)}"
    return [made(publication, [f"{text} WITH ({_publication_options(publication)});"])]


def _publication_options(publication: Publication) -> str:
    parts = [f"publish = {sql.literal(', '.join(publication.publish))}"]
    if publication.via_root:
        parts.append("publish_via_partition_root = true")
    if publication.generated_columns != "none":
        parts.append(f"publish_generated_columns = {publication.generated_columns}")
    return ", ".join(parts)


def alter_publication(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """What it publishes in place; FOR ALL TABLES can't be changed."""
    new: Publication = delta.new
    if delta.any("all_tables", "all_sequences"):
        return None
    parts = []
    if "publish" in delta:
        parts.append(f"publish = {sql.literal(', '.join(new.publish))}")
    if "via_root" in delta:
        parts.append(f"publish_via_partition_root = {str(new.via_root).lower()}")
    if "generated_columns" in delta:
        parts.append(f"publish_generated_columns = {new.generated_columns}")
    text = f"ALTER {sql.called(new.ref)} SET ({', '.join(parts)});"
    return [altered(new.ref, [step(text, new.ref, "what it publishes")])]


def _member(table: PublicationTable) -> str:
    text = f"TABLE ONLY {sql.name(table.table)}"
    if table.columns:
        text += f" ({', '.join(map(sql.quote, table.columns))})"
    if table.where is not None:
        text += f" WHERE ({table.where})"
    return text


def create_member(table: PublicationTable, scope: Scope) -> Sequence[Node]:
    """ALTER PUBLICATION ... ADD TABLE."""
    return [made(table, [f"ALTER {sql.called(table.publication)} ADD {_member(table)};"])]


def drop_member(table: PublicationTable, scope: Scope) -> list[Step]:
    """ALTER PUBLICATION ... DROP TABLE."""
    text = f"ALTER {sql.called(table.publication)} DROP TABLE ONLY {sql.name(table.table)};"
    return [step(text, table.ref, "it is not published any more")]


def _schema(member: PublicationSchema, verb: str) -> str:
    return f"ALTER {sql.called(member.publication)} {verb} TABLES IN SCHEMA {sql.quote(member.ref.name[1])};"


def create_schema_member(member: PublicationSchema, scope: Scope) -> Sequence[Node]:
    """ALTER PUBLICATION ... ADD TABLES IN SCHEMA."""
    return [made(member, [_schema(member, "ADD")])]


def drop_schema_member(member: PublicationSchema, scope: Scope) -> list[Step]:
    """ALTER PUBLICATION ... DROP TABLES IN SCHEMA."""
    return [step(_schema(member, "DROP"), member.ref, "it is not published any more")]


def _said(option: str, value: str) -> str:
    """An option's value as SQL takes it; of two, the catalog keeps a letter (pg_subscription.h)."""
    return sql.literal(_LETTERS.get(option, {}).get(value, value))


def create_subscription(subscription: Subscription, scope: Scope) -> Sequence[Node]:
    """CREATE SUBSCRIPTION; the secrets in its connection string, or all of it, are never read."""
    options = [f"{k} = {_said(k, v)}" for k, v in map(sql.split_option, subscription.options)]
    options += ["connect = false", f"synchronous_commit = {sql.literal(subscription.synchronous_commit)}"]
    options.append(f"slot_name = {sql.quote(subscription.slot) if subscription.slot else 'NONE'}")
    listed = ", ".join(map(sql.quote, subscription.publications))
    connection = sql.literal(_UNREAD if subscription.connection is None else subscription.connection)
    called = sql.called(subscription.ref)
    text = f"CREATE {called} CONNECTION {connection} PUBLICATION {listed} WITH ({', '.join(options)});"
    texts = [text, f"ALTER {called} ENABLE;"] if subscription.enabled else [text]
    return [made(subscription, texts)]


def alter_subscription(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """Its publications, state and options in place."""
    new: Subscription = delta.new
    named = f"ALTER {sql.called(new.ref)}"
    texts = [f"{named} CONNECTION {sql.literal(new.connection)};"] if new.connection and "connection" in delta else []
    if "publications" in delta:
        listed = ", ".join(map(sql.quote, new.publications))
        texts.append(f"{named} SET PUBLICATION {listed} WITH (refresh = false);")
    old = dict(map(sql.split_option, delta.old.options))
    parts = [f"{k} = {_said(k, v)}" for k, v in map(sql.split_option, new.options) if old.get(k) != v]
    if "synchronous_commit" in delta:
        parts.append(f"synchronous_commit = {sql.literal(new.synchronous_commit)}")
    if "slot" in delta:
        parts.append(f"slot_name = {sql.quote(new.slot) if new.slot else 'NONE'}")
    disable_first = "enabled" in delta and not new.enabled
    if disable_first:
        texts.insert(0, f"{named} DISABLE;")
    if parts:
        texts.append(f"{named} SET ({', '.join(parts)});")
    if "enabled" in delta and new.enabled:
        texts.append(f"{named} ENABLE;")
    return [altered(new.ref, [step(t, new.ref, "what it receives") for t in texts])]


def drop_subscription(subscription: Subscription, scope: Scope) -> list[Step]:
    """DROP SUBSCRIPTION: its slot on the publisher goes too, so it can't run in a transaction."""
    named = sql.called(subscription.ref)
    steps = []
    if subscription.slot is not None:
        steps = [
            step(f"ALTER {named} DISABLE;", subscription.ref, "before its slot can be let go"),
            step(
                f"ALTER {named} SET (slot_name = NONE);", subscription.ref, "the publisher's slot is left where it is"
            ),
        ]
    return [*steps, step(f"DROP {named};", subscription.ref, "it is not wanted any more", hazards=[Hazard.DATA_LOST])]


WRAPPER = Kind(rank=5, create=create_wrapper, alter=alter_wrapper)
SERVER = Kind(rank=6, create=create_server, alter=alter_server)
MAPPING = Kind(rank=7, create=create_mapping, alter=alter_mapping, drop=drop_mapping, gone_with_parent=False)
PUBLICATION = Kind(rank=60, create=create_publication, alter=alter_publication)
PUBLICATION_TABLE = Kind(rank=61, create=create_member, drop=drop_member)
PUBLICATION_SCHEMA = Kind(rank=61, create=create_schema_member, drop=drop_schema_member)
SUBSCRIPTION = Kind(rank=62, create=create_subscription, alter=alter_subscription, drop=drop_subscription)
