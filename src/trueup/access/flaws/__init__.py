"""What each rule id of the access examination means: one place for `trueup rules NAME`, the manual and the tests."""

from __future__ import annotations

from trueup.access.flaws.dead import DEAD
from trueup.access.flaws.model import KINDS, Flaw
from trueup.access.flaws.reach import REACH
from trueup.access.flaws.rows import ROWS

__all__ = ["FLAWS", "KINDS", "Flaw", "explain", "find_flaw", "markdown"]

FLAWS: tuple[Flaw, ...] = (*REACH, *ROWS, *DEAD)


def find_flaw(id: str) -> Flaw | None:
    """The flaw of that rule id."""
    return next((f for f in FLAWS if f.id == id), None)


def explain(id: str) -> str | None:
    """Its page as Markdown, or None where there is no such flaw."""
    flaw = find_flaw(id)
    if flaw is None:
        return None
    parts = [
        f"# {flaw.id}",
        f"{flaw.title}.",
        f"severity: {flaw.severity} · area: access · kind: {flaw.kind}",
        "## What it does",
        flaw.what,
        "## Why it is bad",
        flaw.why,
    ]
    if flaw.bad:
        parts += ["## Example", f"```sql\n{flaw.bad}\n```"]
    return "\n\n".join([*parts, "## Fix", flaw.fix]) + "\n"


def markdown() -> str:
    """The manual's page on all of them, kind by kind."""
    parts = [
        "# What is found by trying access",
        "Each by acting on a seeded scratch copy, and proven before it is told.",
    ]
    for kind in KINDS:
        parts.append(f"## {kind.capitalize()}")
        for flaw in (f for f in FLAWS if f.kind == kind):
            parts += [f"### {flaw.id}", f"{flaw.title} (severity: {flaw.severity})"]
            parts += [f"**What it does.** {flaw.what}", f"**Why it is bad.** {flaw.why}", f"**Fix.** {flaw.fix}"]
            if flaw.bad:
                parts.append(f"```sql\n{flaw.bad}\n```")
    return "\n\n".join(parts) + "\n"
