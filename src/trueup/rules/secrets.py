"""Secrets in the text of a statement, known by their form. What is found is never shown whole."""

from __future__ import annotations

import base64
import json
import string
from collections.abc import Iterator

import postgast

from trueup.origin import Origin
from trueup.rules.bodies.place import origin_at
from trueup.rules.bodies.tokens import tokenize
from trueup.sqltext.model import Statement

_WORD = frozenset(string.ascii_letters + string.digits + "_-.+/=:@%?&")
_ALNUM = frozenset(string.ascii_letters + string.digits)
# prefix, what it is, least length after the prefix
_PREFIXES = (
    ("sk_live_", "a secret key of Stripe", 20),
    ("rk_live_", "a restricted key of Stripe", 20),
    ("whsec_", "a webhook secret of Stripe", 24),
    ("AKIA", "an access key of AWS", 16),
    ("ghp_", "a token of GitHub", 36),
    ("github_pat_", "a token of GitHub", 40),
    ("xoxb-", "a token of Slack", 30),
    ("SG.", "a key of SendGrid", 40),
    ("sb_secret_", "a secret key of Supabase", 20),
    ("sk-ant-", "a key of Anthropic", 30),
    ("sk-proj-", "a key of OpenAI", 30),
)
_PLACEHOLDERS = (
    "password",
    "postgres",
    "secret",
    "changeme",
    "your",
    "example",
    "xxx",
    "<",
    "{",
    "$",
    "%",
    "*",
    "pass",
)
_PRIVATE = "-----BEGIN "


def secrets_in(statement: Statement) -> Iterator[tuple[str, str, Origin]]:
    """(what it is, how it begins, where it stands) for each secret in the string constants of a statement."""
    text = statement.sql
    if not any(mark in text for mark in (*(p for p, _, _ in _PREFIXES), "eyJ", "://", _PRIVATE)):
        return
    try:
        tokens = tokenize(text)
    except postgast.PgQueryError:
        return
    for token in tokens:
        if token.string:
            for offset, word in _words(token.text):
                kind = _kind(word)
                if kind:
                    place = origin_at(statement.origin, text, token.start + offset)
                    yield kind, f"{word[:8]}...", place
            if _PRIVATE in token.text and "PRIVATE KEY-----" in token.text:
                offset = token.text.index(_PRIVATE)
                yield "a private key", "-----BEGIN ...", origin_at(statement.origin, text, token.start + offset)


def _words(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for place, character in enumerate(text + " "):
        if character not in _WORD:
            if place - start > 15:
                yield start, text[start:place]
            start = place + 1


def _kind(word: str) -> str:
    for prefix, kind, least in _PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= least and set(rest[:least]) <= _ALNUM | set("_-.") and len(set(rest)) > 6:
            return "" if "EXAMPLE" in rest and rest.endswith("EXAMPLE") else kind
    if word.startswith("eyJ") and word.count(".") == 2:
        return _token_kind(word)
    return "a connection string with a password" if _has_password(word) else ""


def _token_kind(word: str) -> str:
    """A JSON web token is a secret here if it is one of Supabase's service role."""
    payload = word.split(".")[1]
    try:
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except ValueError:
        return ""
    is_service = isinstance(claims, dict) and claims.get("role") == "service_role"
    # The token of `supabase start` is the same on every machine and opens nothing else.
    return "a token of the service role" if is_service and claims.get("iss") != "supabase-demo" else ""


def _has_password(word: str) -> bool:
    scheme, mark, rest = word.partition("://")
    user, at, host = rest.partition("@")
    name, colon, password = user.partition(":")
    if not (mark and at and colon and scheme.startswith(("postgres", "mysql", "mongodb", "redis"))):
        return False
    local = host.startswith(("localhost", "127.", "db:", "postgres:", "host"))
    return bool(name) and len(password) > 5 and not local and not any(p in password.lower() for p in _PLACEHOLDERS)
