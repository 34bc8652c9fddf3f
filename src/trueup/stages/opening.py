"""The start of every run: configuration, sources, platform, scratch server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from trueup.catalog.model import Catalog
from trueup.config import Config
from trueup.errors import UsageError
from trueup.memo import opened
from trueup.postgres.platforms.detection import detect, of_roles
from trueup.postgres.platforms.model import names
from trueup.postgres.server import start
from trueup.sources.model import Project, Source
from trueup.sources.served import served_schemas

if TYPE_CHECKING:
    from trueup.stages.context import Context


def platform_of(sources: Iterable[Source], chosen: str | None, root: Path | None = None) -> tuple[str, tuple[str, ...]]:
    """The platform's name, and why.

    Args:
        sources: what was found.
        chosen: what the user said, which goes before everything.
        root: the project's folder; None for the current one.

    Raises:
        UsageError: there is no platform of the name that was chosen.
    """
    if chosen is not None:
        if chosen not in names():
            from rapidfuzz import process  # late: for the message alone

            near = process.extractOne(chosen, names())
            raise UsageError(
                f"there is no platform {chosen!r}",
                help=f"Known are {', '.join(names())}."
                + (f" Did you mean {near[0]}?" if near and near[1] > 60 else ""),
            )
        return chosen, ("it was chosen",)
    sources = tuple(sources)
    for source in sources:
        if source.catalog is not None:
            by_catalog = _of_catalog(source.catalog)
            if by_catalog:
                return by_catalog, (f"{source.label} has its roles and schemas",)
    statements = (s for source in sources for unit in source.units for s in unit.statements)
    found = detect(statements, paths=tuple(f for source in sources for f in source.files))
    # A server without a platform's roles is none of that platform, whatever lies in the current folder.
    if not found.reasons and any(source.catalog is None for source in sources):
        from trueup.sources.hosts import hinted  # late: two servers are compared without the parser

        hint = hinted(root or Path(), sources)
        if hint is not None:
            return hint[0], (hint[1],)
    reasons = (f"{r.what} at {r.origin}" if r.origin else r.what for r in found.reasons)
    return found.platform, tuple(reasons)[:3]


def _of_catalog(catalog: Catalog) -> str | None:
    """The platform whose roles are all on the server that the catalog was read from."""
    return of_roles(catalog.roles)


def root_of(path: str) -> Path:
    """The folder below which a project's files lie; of a single source, the current one."""
    return Path(path) if Path(path).is_dir() else Path()


def sources_of(project: Project) -> tuple[Source, ...]:
    """The sides that the project has."""
    return tuple(s for s in (project.declared, project.production, project.pending) if s is not None)


@contextmanager
def scratch(
    config: Config, platform: str, scratch_url: str | None, root: Path, tell: Callable[[str], None]
) -> Iterator[Context]:
    """A started scratch server with all that the stages share.

    Raises:
        ScratchError: the server could not be made or started.
    """
    from trueup.stages.context import Context  # access and rules: a comparison needs neither
    from trueup.stages.tried import Tried

    if platform == "supabase" and config.exposed_schemas is None:
        config = replace(config, exposed_schemas=served_schemas(root))
    tell("starting the scratch server")
    with start(platform, scratch_url=scratch_url) as server:
        # On a server that the user named, equal text may come out otherwise tomorrow.
        tried = Tried(platform, config.exposed_schemas or (), None if scratch_url else opened())
        yield Context(server=server, platform=platform, config=config, root=root, tell=tell, tried=tried)
