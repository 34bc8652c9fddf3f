"""What a refused statement looked for and did not find. Pure."""

from __future__ import annotations

from trueup.replay.model import ServerError

# Errors that another migration may cure: something is missing (manual, appendix A, class 42 and 3F).
MISSING = frozenset({"42P01", "42703", "42704", "42883", "3F000", "42P02", "23503", "42830", "42P10", "22P02", "55P04"})


def missing_names(error: ServerError) -> frozenset[str]:
    """The names in the server's message (its language is fixed to English): what a refused statement looked for."""
    parts = error.message.split('"')[1::2]
    found = {name for part in parts for name in part.split(".")}
    if error.sqlstate == "42883":  # function public.f(integer) does not exist: no quotes
        words = error.message.removeprefix("function ").split("(")[0]
        found |= set(words.split("."))
    if error.sqlstate == "42703":  # column t.c does not exist: no quotes either, where the column is qualified
        words = error.message.removeprefix("column ").split(" ")[0]
        found |= set(words.replace('"', "").split("."))
    return frozenset(found - {"public"})
