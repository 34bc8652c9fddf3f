"""A way up told: the claim about writes that give their actor more, its rule, its proof and its fixes."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.access.acting import Actor
from trueup.access.fixes import remedies
from trueup.access.gains import Gain, Write
from trueup.access.ground import Row, RowId
from trueup.access.proofs import Line
from trueup.access.reach import probe
from trueup.access.study import Claim, Remedy, Study, where_is
from trueup.finding import Severity
from trueup.ref import ObjectRef
from trueup.seeding.schema import Relation, quote


def claim_of(study: Study, actor: Actor, path: Sequence[Write], gains: dict[Gain, frozenset[RowId]]) -> Claim:
    """The claim that the writes, one after another, give the actor those rows."""
    last = path[-1]
    first = study.schema.relations[path[0].table]
    ordered = sorted(
        gains, key=lambda g: (("SELECT", "DELETE", "UPDATE").index(g[1]), study.schema.relations[g[0]].name)
    )
    target, command = ordered[0]
    relation = study.schema.relations[target]
    row = next(r for r in study.ground.rows[target] if r.id in gains[(target, command)])
    rule, ref = rule_of(study, path)
    if path[0].kind == "profile":  # the platform's table is not at fault
        ref = relation.ref
    who = {"": "Anyone, without an account,", "n": "Any signed-in user"}.get(actor.person, "A user")
    if study.platform != "supabase":
        who = actor.name
    what = "; then ".join(w.says for w in path)
    tables = sorted({study.schema.relations[t].ref.qualified for t, _ in gains})
    verbs = {"SELECT": "reads", "UPDATE": "changes", "DELETE": "deletes"}
    doing = " and ".join(dict.fromkeys(verbs[c] for _, c in ordered))
    message = f"{who} {what}, and then {doing} rows of others that it could not before ({', '.join(tables[:5])})."
    needed = {w.table for w in path} | {t for t, _ in gains}
    related = [study.policy_ref(relation, p) for p in relation.policies if p.command in (command, "ALL")]
    write_command = {"update": "UPDATE", "insert": "INSERT", "delete": "DELETE"}.get(path[0].kind)
    if write_command:
        related = [*study.policy_refs(first, write_command, actor), *related]
    lines = proof_lines(study, actor, path, relation, command, row)
    return Claim(
        rule=rule,
        severity=_severity(study, path),
        ref=ref,
        subject=",".join(last.columns) if len(path) == 1 else "chain " + ",".join(w.says for w in path)[:80],
        message=message,
        help=_help(rule, path[0]),
        related=tuple(dict.fromkeys([*related, *(study.schema.relations[t].ref for t, _ in ordered[:5])])),
        proof=study.proof(message, actor, needed, lines),
        remedies=remedies_of(study, actor, last if _begins_anew(study, path) else path[0]),
        tables=tuple(sorted({w.table for w in path})),
    )


def _help(rule: str, first: Write) -> str:
    """What to do; help on changing a column says nothing of a row that is made or deleted."""
    other = "Take the privilege to write what policies trust away from those whom they judge."
    return other if rule == "self-promotion" and first.kind in ("insert", "delete") else HELP.get(rule, other)


def _severity(study: Study, path: Sequence[Write]) -> Severity:
    """To claim what is open may be meant; the API refuses a write without a WHERE."""
    unsent = study.platform == "supabase" and any(w.blind for w in path)
    return Severity.WARNING if path[0].claims or unsent else Severity.ERROR


HELP = {
    "self-promotion": "Revoke UPDATE on the table and grant it on the columns that users may change.",
    "self-join": "Let only those who may invite insert members, or a function that checks an invitation.",
    "tenant-switch": "Revoke UPDATE on the table and grant it on the columns that users may change.",
    "function-escalates": "Check inside the function that the caller may, or revoke EXECUTE from the API's roles.",
    "user-metadata-trusted": "Read app_metadata, which only the service can write, instead of user_metadata.",
}


def _begins_anew(study: Study, path: Sequence[Write]) -> bool:
    """Whether the first write only makes what anybody may: a new thing, or one's own profile as it is by default."""
    first = path[0]
    if len(path) < 2 or first.kind != "insert" or first.columns:
        return first.founds
    return first.founds or study.world.planner.is_user_table(study.schema.relations[first.table])


def rule_of(study: Study, path: Sequence[Write]) -> tuple[str, ObjectRef]:
    """Which flaw it is, and what is at fault: ways that agree in both go through the same hole."""
    first = path[0]
    relation = study.schema.relations[first.table]
    if _begins_anew(study, path):
        # To make something new is what anybody may: what is wrong is what a row in it is taken for.
        return "escalation-chain", study.schema.relations[path[-1].table].ref
    if len(path) > 1:
        return "escalation-chain", relation.ref
    if first.kind == "call":
        return "function-escalates", study.schema.routines[first.routine].ref
    if first.kind == "profile":
        return "user-metadata-trusted", relation.ref
    if first.kind == "delete":
        return "self-promotion", relation.ref
    if first.view:
        return "self-promotion", study.schema.relations[first.view].ref
    if first.kind == "insert":
        if first.joins:
            return "self-join", relation.ref
        return "self-promotion", relation.ref
    rule = "tenant-switch" if first.moves else "self-promotion"
    return rule, ObjectRef("column", relation.schema, (relation.name, first.columns[0]))


def remedies_of(study: Study, actor: Actor, write: Write) -> tuple[Remedy, ...]:
    """What may take the write away."""
    relation = study.schema.relations[write.table]
    if write.kind == "call":
        return remedies.close_routine(
            study.schema.routines[write.routine], {a.principal.role for a in study.attackers}
        )[1:]
    if write.view:
        view = study.schema.relations[write.view]
        return (remedies.read_only(study, view), *remedies.invoker_view(view))
    if write.kind == "delete":
        return remedies.drop_policies(study, relation, "DELETE", actor)
    if write.kind == "update":
        return remedies.pin_columns(study, relation, actor, write.columns)
    if write.kind == "insert":
        if write.columns and not write.joins:
            return (
                *remedies.pin_on_insert(study, relation, actor, write.columns),
                *remedies.drop_policies(study, relation, "INSERT", actor),
            )
        return remedies.drop_policies(study, relation, "INSERT", actor)
    return ()


def proof_lines(
    study: Study, actor: Actor, path: Sequence[Write], relation: Relation, command: str, row: Row
) -> list[Line]:
    """What is not reached, the writes, and what is reached then."""
    where = where_is(relation, row)
    if command == "SELECT":
        before = Line(
            sql=f"SELECT count(*) FROM {relation.sql} WHERE {where}", value="0", comment="Before: not to be seen."
        )
        after = Line(sql=f"SELECT count(*) FROM {relation.sql} WHERE {where}", value="1", comment="After: there it is.")
    else:
        action = probe(
            relation, command, study.rights(actor, relation), actor, f" WHERE {where_is(relation, row, 'x')}"
        )
        sql = action.sql if action else ""
        count = sql.replace("jsonb_agg(i)", "count(*)")
        before = Line(sql=count, value="0", comment=f"Before: {command} does not reach it.")
        after = Line(sql=count, value="1", comment=f"After: {command} reaches it.")
    steps: list[Line] = []
    for write in path:
        if write.role:
            steps.append(Line(sql=f"SET LOCAL ROLE {quote(write.role)}"))
        steps.append(Line(sql=write.sql, affected=write.kind != "call", comment=f"{actor.name} {write.says}."))
        if write.role:
            steps.append(Line(sql=f"SET LOCAL ROLE {quote(actor.principal.role)}"))
    first = [Line(sql=write.given, comment="It starts from this.") for write in path if write.given]
    if first:
        first = [Line(sql="RESET ROLE"), *first, Line(sql=f"SET LOCAL ROLE {quote(actor.principal.role)}")]
    return [*first, before, *steps, after]
