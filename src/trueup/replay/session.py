"""Whether a text leaves something in its session, so that what runs after it would run otherwise in a new one."""

from __future__ import annotations

from collections.abc import Iterable

from trueup.replay.model import Unit
from trueup.sqltext.model import Statement

# What changes no more than the database: its catalog and its rows.
_LEAVES_NOTHING = frozenset(
    """AlterDefaultPrivilegesStmt AlterDomainStmt AlterEnumStmt AlterExtensionStmt AlterFunctionStmt
    AlterObjectSchemaStmt AlterOwnerStmt AlterPolicyStmt AlterPublicationStmt AlterSeqStmt AlterTableStmt AlterTypeStmt
    CommentStmt CompositeTypeStmt CreateCastStmt CreateDomainStmt CreateEnumStmt CreateExtensionStmt
    CreateFunctionStmt CreatePolicyStmt CreatePublicationStmt CreateRangeStmt CreateSchemaStmt
    CreateSeqStmt CreateStatsStmt CreateStmt CreateTrigStmt DefineStmt DropStmt GrantRoleStmt
    GrantStmt IndexStmt RenameStmt RuleStmt ViewStmt""".split()  # noqa: SIM905
)
_MAY_BE_OF_THE_SESSION = frozenset({"CreateSeqStmt", "CreateStmt", "ViewStmt"})


def leaves_session(units: Iterable[Unit]) -> bool:
    """Whether any statement may leave a setting, a role, a temporary object or an open transaction in its session.

    Not sure counts as yes: a DO block, a SELECT, an INSERT or an event trigger can call what sets something.
    """
    return any(_leaves(statement) for unit in units for statement in unit.statements)


def _leaves(statement: Statement) -> bool:
    if statement.kind not in _LEAVES_NOTHING or statement.note:
        return True
    # "temp" in a name makes it a yes, too.
    return statement.kind in _MAY_BE_OF_THE_SESSION and "temp" in statement.sql.lower()
