"""What differs between two sources, as far as it was asked for."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.catalog.model import Catalog
from trueup.diagnostic import Diagnostic, Level
from trueup.diff.compare import compare
from trueup.diff.model import Drift
from trueup.diff.narrow import choose, is_known_kind, narrowed, narrowed_target
from trueup.errors import UsageError
from trueup.stages.pair import Pair
from trueup.stages.unsaid import with_unsaid_owners


def chosen_pair(
    pair: Pair, only: Sequence[str], exclude: Sequence[str], *, strict: bool
) -> tuple[Drift, Catalog, tuple[Diagnostic, ...]]:
    """What differs as far as the patterns choose it, the TO of a plan for it, and what to know about the choice.

    Raises:
        UsageError: there are patterns for what to compare, and nothing on either side is called so.
    """
    before, after = pair.before.catalog, pair.after.catalog
    drift = compare(before, after, strict=strict)
    if not strict:
        drift = with_unsaid_owners(drift, pair)
    if not only and not exclude:
        return drift, after, ()
    choice = choose(before, after, only, exclude)
    if not choice.refs and any(p in choice.strangers and not is_known_kind(p) for p in only):
        raise UsageError(
            f"--only {' '.join(only)} matches nothing on either side",
            help="A pattern is a kind, a schema, a name, or kind:name, as in table:public.user*.",
        )
    target, orphans = narrowed_target(before, after, choice)
    told = [
        Diagnostic(
            code="pattern-matches-nothing",
            level=Level.WARNING,
            message=f"The pattern {pattern} matches nothing on either side.",
            help="A pattern is a kind, a schema, a name, or kind:name, as in table:public.user*.",
        )
        for pattern in choice.strangers
    ]
    told += [
        Diagnostic(
            code="chosen-without-parent",
            level=Level.WARNING,
            message=f"{ref} is not planned: what it lives on is not in FROM and was not chosen.",
            help="Choose what it lives on as well.",
        )
        for ref in orphans
    ]
    return narrowed(drift, before, after, choice), target, tuple(told)
