"""How much of what real projects hold loads: one line per project, and every failure that is left.

    python benchmarks/replay_corpus.py FOLDER [-v] [NAME ...]

FOLDER holds checkouts, one project each. What discovery takes for migrations, schema or production is replayed
statement by statement, which is what the share of loaded statements is about.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from trueup.errors import TrueupError
from trueup.postgres.platforms.detection import detect
from trueup.postgres.server import Server, start
from trueup.replay.model import Atomicity, Replay, Status, Unit
from trueup.replay.run import replay
from trueup.sources.discover import discover
from trueup.sources.model import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    project: str
    source: str
    platform: str
    statements: int
    loaded: int
    causes: int
    rules: str
    seconds: float


def sources_of(folder: Path) -> list[Source]:
    project = discover(folder)
    sides = (project.pending, project.production, project.declared)
    return [s for s in sides if s is not None and s.units]


def run(server: Server, source: Source) -> tuple[Replay, float]:
    units = [u if _needs_block(u) else replace(u, atomicity=Atomicity.STATEMENT) for u in source.units]
    database = server.create()
    start_at = time.perf_counter()
    try:
        return replay(database, units, introspect=False), time.perf_counter() - start_at
    finally:
        database.drop()


def _needs_block(unit: Unit) -> bool:
    """Whether a unit holds what makes sense only in the transaction that its runner opens."""
    return any(s.kind == "LockStmt" for s in unit.statements)


def line_of(project: str, source: Source, platform: str, result: Replay, seconds: float) -> Line:
    ran = [o for o in result.outcomes if o.status is not Status.SKIPPED]
    rules = Counter(f.rule for f in result.root_causes)
    told = ", ".join(f"{rule} {n}" if n > 1 else rule for rule, n in rules.most_common(6))
    loaded = sum(o.ok for o in ran)
    label = f"{source.kind} {source.label}"
    return Line(
        project=project,
        source=label,
        platform=platform,
        statements=len(ran),
        loaded=loaded,
        causes=len(result.root_causes),
        rules=told,
        seconds=seconds,
    )


def main(arguments: list[str]) -> None:
    verbose = "-v" in arguments
    folder, *names = [a for a in arguments if a != "-v"]
    lines: list[Line] = []
    servers: dict[str, Server] = {}
    try:
        for path in sorted(Path(folder).iterdir()):
            if names and path.name not in names:
                continue
            for line, result in _project(path, servers):
                lines.append(line)
                if verbose:
                    _print_failures(result)
    finally:
        for server in servers.values():
            server.__exit__(None, None, None)
    _print_table(lines)


def _project(path: Path, servers: dict[str, Server]) -> Iterator[tuple[Line, Replay]]:
    try:
        sources = sources_of(path)
    except TrueupError as error:
        print(f"{path.name}: {error.message}", file=sys.stderr)
        return
    for source in sources:
        statements = [s for u in source.units for s in u.statements]
        platform = detect(statements, paths=source.files).platform
        if platform not in servers:
            servers[platform] = start(platform).__enter__()
        result, seconds = run(servers[platform], source)
        yield line_of(path.name.replace("+", "/"), source, platform, result, seconds), result


def _print_failures(result: Replay) -> None:
    for finding in result.root_causes:
        print(f"  {finding.origin}  [{finding.rule}] {finding.message}  (+{len(finding.consequences)})")


def _print_table(lines: list[Line]) -> None:
    print("| project | source | platform | statements | loaded | % | root causes | s |")
    print("|---|---|---|--:|--:|--:|---|--:|")
    for x in lines:
        share = 100 * x.loaded / max(x.statements, 1)
        why = f"{x.causes}: {x.rules}" if x.causes else ""
        cells = (x.project, x.source, x.platform, x.statements, x.loaded, f"{share:.2f}", why, f"{x.seconds:.2f}")
        print("| " + " | ".join(str(cell) for cell in cells) + " |")
    for platform in sorted({x.platform for x in lines}):
        own = [x for x in lines if x.platform == platform]
        total, loaded = sum(x.statements for x in own), sum(x.loaded for x in own)
        print(f"\n{platform}: {loaded} of {total} statements, {100 * loaded / max(total, 1):.2f} %")


if __name__ == "__main__":
    main(sys.argv[1:])
