"""A catalog: every object of a database as flat, frozen data, one dataclass per kind.

How an object is named, as ``ObjectRef(kind, schema, name)``:

========================================================  ============================================
what                                                      ref
========================================================  ============================================
table (ordinary, partitioned, partition)                  ("table", schema, (name,))
foreign table, view, materialized view, sequence, index   (kind, schema, (name,))
statistics (CREATE STATISTICS)                            ("statistics", schema, (name,))
column of a relation, attribute of a composite type       ("column" | "attribute", schema, (relation, name))
constraint of a table or domain                           ("constraint", schema, (table or domain, name))
policy, trigger, rule                                     (kind, schema, (relation, name))
function, procedure, aggregate                            (kind, schema, (name, "identity argument types"))
enum, domain, composite type, range type, base type       (kind, schema, (name,))
collation, conversion, text search *                      (kind, schema, (name,))
operator                                                  ("operator", schema, (symbol, "left, right"))
operator class, operator family                           (kind, schema, (name, access method))
cast, transform                                           (kind, "", (source, target) | (type, language))
schema, extension, language, access method, event trigger,
foreign data wrapper, server, publication, subscription   (kind, "", (name,))
user mapping                                              ("user mapping", "", (server, user))
publication table, publication schema                     (kind, "", (publication, schema[, table]))
grant                                                     ("grant", its schema, (target kind, *target name, grantee))
default privileges                                        ("default privileges", schema or "", (role, type, grantee))
setting                                                   ("setting", "", (role or "", name))
security label                                            ("security label", its schema, (target kind, *name, provider))
database                                                  ("database", "", ("current",))
========================================================  ============================================

"Identity argument types" are the input types as the server prints them with an empty search_path, joined by ``, ``
(``integer, public.mood[]``), without names; an aggregate's ORDER BY part too. A grant that somebody else than the owner
made has its grantor as the last part of its name. Type and expression texts are the server's own, printed with an empty
search_path: everything outside ``pg_catalog`` is qualified.
"""

from __future__ import annotations

from trueup.catalog.model.attached import Policy, Rule, Statistics, Trigger
from trueup.catalog.model.base import BODY_LANGUAGE, AppliedMigration, Catalog, CatalogObject, Role, TableSize, attr
from trueup.catalog.model.database import (
    Database,
    DefaultPrivileges,
    EventTrigger,
    Extension,
    ForeignDataWrapper,
    ForeignServer,
    Grant,
    Publication,
    PublicationSchema,
    PublicationTable,
    Schema,
    SecurityLabel,
    Setting,
    Subscription,
    UserMapping,
)
from trueup.catalog.model.relations import (
    Column,
    Constraint,
    Index,
    MaterializedView,
    Sequence,
    Table,
    View,
)
from trueup.catalog.model.routines import (
    AccessMethod,
    Aggregate,
    Argument,
    Cast,
    Function,
    Language,
    Operator,
    OperatorClass,
    OperatorFamily,
    Transform,
)
from trueup.catalog.model.types import (
    Attribute,
    BaseType,
    Collation,
    CompositeType,
    Conversion,
    Domain,
    Enum,
    RangeType,
    TextSearchConfiguration,
    TextSearchDictionary,
    TextSearchParser,
    TextSearchTemplate,
)

# One class per section of the introspection document and of a snapshot, in the order of the document.
CLASSES: dict[str, type[CatalogObject]] = {
    "database": Database,
    "schemas": Schema,
    "extensions": Extension,
    "languages": Language,
    "access_methods": AccessMethod,
    "enums": Enum,
    "domains": Domain,
    "composite_types": CompositeType,
    "attributes": Attribute,
    "range_types": RangeType,
    "base_types": BaseType,
    "collations": Collation,
    "conversions": Conversion,
    "sequences": Sequence,
    "tables": Table,
    "columns": Column,
    "constraints": Constraint,
    "indexes": Index,
    "statistics": Statistics,
    "functions": Function,
    "aggregates": Aggregate,
    "operators": Operator,
    "operator_families": OperatorFamily,
    "operator_classes": OperatorClass,
    "casts": Cast,
    "transforms": Transform,
    "views": View,
    "materialized_views": MaterializedView,
    "rules": Rule,
    "triggers": Trigger,
    "policies": Policy,
    "event_triggers": EventTrigger,
    "text_search_parsers": TextSearchParser,
    "text_search_templates": TextSearchTemplate,
    "text_search_dictionaries": TextSearchDictionary,
    "text_search_configurations": TextSearchConfiguration,
    "foreign_data_wrappers": ForeignDataWrapper,
    "servers": ForeignServer,
    "user_mappings": UserMapping,
    "publications": Publication,
    "publication_tables": PublicationTable,
    "publication_schemas": PublicationSchema,
    "subscriptions": Subscription,
    "grants": Grant,
    "default_privileges": DefaultPrivileges,
    "settings": Setting,
    "security_labels": SecurityLabel,
}

__all__ = [
    "BODY_LANGUAGE",
    "CLASSES",
    "AccessMethod",
    "Aggregate",
    "AppliedMigration",
    "Argument",
    "Attribute",
    "BaseType",
    "Cast",
    "Catalog",
    "CatalogObject",
    "Collation",
    "Column",
    "CompositeType",
    "Constraint",
    "Conversion",
    "Database",
    "DefaultPrivileges",
    "Domain",
    "Enum",
    "EventTrigger",
    "Extension",
    "ForeignDataWrapper",
    "ForeignServer",
    "Function",
    "Grant",
    "Index",
    "Language",
    "MaterializedView",
    "Operator",
    "OperatorClass",
    "OperatorFamily",
    "Policy",
    "Publication",
    "PublicationSchema",
    "PublicationTable",
    "RangeType",
    "Role",
    "Rule",
    "Schema",
    "SecurityLabel",
    "Sequence",
    "Setting",
    "Statistics",
    "Subscription",
    "Table",
    "TableSize",
    "TextSearchConfiguration",
    "TextSearchDictionary",
    "TextSearchParser",
    "TextSearchTemplate",
    "Transform",
    "Trigger",
    "UserMapping",
    "View",
    "attr",
]
