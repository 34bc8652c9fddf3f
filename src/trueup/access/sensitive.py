"""How much a column's name says that it holds: only ever to rank what was found by trying."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_SECRET_WORDS = (
    "password passwd secret token api_key apikey private_key access_key credential otp pin_code ssn "
    "social_security tax_id passport credit_card card_number cvv iban bank_account account_number "
    "encryption salt mfa recovery session_id invite_code webhook_url"
)
_SECRET = tuple(_SECRET_WORDS.split())
_PERSONAL_WORDS = (
    "email phone address birth dob salary income medical diagnosis health gender religion ethnic latitude "
    "longitude ip_address location balance stripe customer_id billing postal zip first_name last_name "
    "full_name"
)
_PERSONAL = tuple(_PERSONAL_WORDS.split())
_DISPLAY_WORDS = (
    "username user_name display_name displayname full_name fullname first_name last_name avatar "
    "avatar_url bio handle nickname website image image_url photo_url picture banner_url headline slug "
    "created_at updated_at joined_at name avatar_path profile_image country pronouns"
)
_DISPLAY = tuple(_DISPLAY_WORDS.split())

# What is told about a secret, and tokens that are things of their own: of a model's bill, of a collection.
_ABOUT_IT = re.compile(
    r"_(used|count|at|on|type|name|symbol|address|limit|budget|usage|hint|prefix|last4|verified|enabled)$"
    r"|^(max|min|total|input|output|prompt|completion|num|n)_tokens?$|^tokens(_|$)|nft|^token_ids?$"
)

_AUTHOR_WORDS = "sender sent_by from author creator created_by writer written_by poster posted_by"
_AUTHOR = (*_AUTHOR_WORDS.split(), "reporter", "reported_by", "voter", "voted_by")


def authors(names: Iterable[str]) -> list[str]:
    """Names of columns that say who wrote a row, where others of its columns say whom it is for."""
    return [n for n in names if any(n.lower().startswith(word) for word in _AUTHOR)]


def senders(names: Iterable[str]) -> list[str]:
    """Those of them that say who sent a message: what was sent is nobody else's to word, as a team's page may be."""
    return [n for n in names if n.lower().startswith(("sender", "sent_by", "from_"))]


def secret(names: Iterable[str]) -> list[str]:
    """Names that say that whoever reads them can act as somebody."""
    return [n for n in names if _is_secret(n)]


@lru_cache(maxsize=4096)
def _is_secret(name: str) -> bool:
    low = name.lower()
    return any(word in low for word in _SECRET) and not _ABOUT_IT.search(low)


def personal(names: Iterable[str]) -> list[str]:
    """Names of what people keep to themselves."""
    return [n for n in names if _is_personal(n)]


@lru_cache(maxsize=4096)
def _is_personal(name: str) -> bool:
    low = name.lower()
    return any(word in low for word in _PERSONAL)


def only_for_display(names: Iterable[str]) -> bool:
    """Whether all of them are what a public profile shows."""
    return all(n.lower() in _DISPLAY for n in names)


_SERVICE = re.compile(r"(?i)\b(service|system|server|backend|trigger|webhook|edge|cron|worker|api)\b")


def is_for_the_service(name: str) -> bool:
    """Whether a policy's name says that it is not about users, but about what the server itself does."""
    return bool(_SERVICE.search(name.replace("_", " ")))
