"""One `Kind` for each kind of object: how it is created, altered and dropped."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from trueup.plan.kinds import (
    attached,
    column,
    constraint,
    foreign,
    grants,
    index,
    misc,
    operators,
    routines,
    sequence,
    table,
    textsearch,
    types,
    view,
)
from trueup.plan.kinds.base import Kind

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "database": misc.DATABASE,
        "schema": misc.SCHEMA,
        "extension": misc.EXTENSION,
        "language": operators.LANGUAGE,
        "access method": operators.ACCESS_METHOD,
        "enum": types.ENUM,
        "domain": types.DOMAIN,
        "composite type": types.COMPOSITE,
        "attribute": types.ATTRIBUTE,
        "range type": types.RANGE,
        "base type": types.BASE,
        "collation": types.COLLATION,
        "conversion": types.CONVERSION,
        "sequence": sequence.KIND,
        "table": table.KIND,
        "foreign table": table.KIND,
        "column": column.KIND,
        "constraint": constraint.KIND,
        "index": index.KIND,
        "statistics": attached.STATISTICS,
        "function": routines.FUNCTION,
        "procedure": routines.FUNCTION,
        "aggregate": routines.AGGREGATE,
        "operator": operators.OPERATOR,
        "operator family": operators.FAMILY,
        "operator class": operators.CLASS,
        "cast": operators.CAST,
        "transform": operators.TRANSFORM,
        "view": view.VIEW,
        "materialized view": view.MATERIALIZED_VIEW,
        "rule": attached.RULE,
        "trigger": attached.TRIGGER,
        "policy": attached.POLICY,
        "event trigger": misc.EVENT_TRIGGER,
        "text search parser": textsearch.PARSER,
        "text search template": textsearch.TEMPLATE,
        "text search dictionary": textsearch.DICTIONARY,
        "text search configuration": textsearch.CONFIGURATION,
        "foreign data wrapper": foreign.WRAPPER,
        "server": foreign.SERVER,
        "user mapping": foreign.MAPPING,
        "publication": foreign.PUBLICATION,
        "publication table": foreign.PUBLICATION_TABLE,
        "publication schema": foreign.PUBLICATION_SCHEMA,
        "subscription": foreign.SUBSCRIPTION,
        "grant": grants.GRANT,
        "default privileges": grants.DEFAULT_PRIVILEGES,
        "setting": misc.SETTING,
        "security label": misc.LABEL,
    }
)

__all__ = ["KINDS", "Kind"]
