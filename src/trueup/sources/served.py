"""The schemas that a Supabase project's own configuration says its API serves."""

from __future__ import annotations

import tomllib
from pathlib import Path

from trueup import inputs

# What `supabase init` writes (supabase/cli, pkg/config/templates/config.toml, now and before 2024): nobody chose it.
_TEMPLATES = ({"public", "graphql_public"}, {"public", "storage", "graphql_public"})
_FOLDERS = ("supabase", ".", "..", "../supabase")


def configurations(root: Path) -> tuple[Path, ...]:
    """Where the configuration of a folder may lie, best first."""
    return tuple(root / folder / "config.toml" for folder in _FOLDERS)


def served_schemas(root: Path) -> tuple[str, ...] | None:
    """``[api] schemas`` of supabase/config.toml in or beside a folder, where somebody chose them; None otherwise.

    A list as the template has it says nothing: a hosted project's own settings may serve more.
    """
    for path in configurations(root):
        inputs.touched(path)
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            continue
        chosen = _of(text)
        if chosen is not None:
            return None if set(chosen) in _TEMPLATES else chosen
    return None


def _of(text: str) -> tuple[str, ...] | None:
    """The list, or None where the text is no configuration of Supabase's, or has none."""
    from trueup.sources.describe import without_templates  # late: what loads sources is needed by no comparison

    try:
        api = tomllib.loads(without_templates(text)).get("api")
    except tomllib.TOMLDecodeError:
        return None
    schemas = api.get("schemas") if isinstance(api, dict) else None
    if not isinstance(schemas, list) or not schemas or not all(isinstance(s, str) for s in schemas):
        return None
    return tuple(schemas)
