"""How many known flaws the access examination finds: one is put into a right schema, which is examined again.

python benchmarks/access_mutants.py [--per N] [--skip N] [--keep DIR] [-v] [OPERATOR ...]

The right schemas are those of tests/access/labelled that say `-- clean`; the operators are the public functions of
benchmarks/mutation. For each, N schemas are drawn (always the same ones; --skip goes on where the last run ended) and
one place in each.

found   a finding at error or warning, of a kind that fits, names the object (or a table that trusts it)
other   a finding at error or warning names it, of another kind: read it
review  no more than a review, where the issue asks for more
missed  nothing; for operators that are not sure of what they do, only where the matrix shows a difference
same    the matrix is that of the right schema: the mutant is taken for equivalent, and set aside
false   findings at error or warning on objects that the mutant does not explain
"""

from __future__ import annotations

import argparse
import inspect
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "access"))

import psycopg
from labels import Case, cases, kind_of
from mutation import doors, members, policies
from mutation.shape import Mutant, Operator, Shape, drawn, read_shape

from trueup.access.examine import AccessOptions, examine
from trueup.access.model import AccessReport
from trueup.finding import Finding, Severity
from trueup.postgres.server import Database, Server, start

_LOUD = (Severity.ERROR, Severity.WARNING)


def operators() -> dict[str, Operator]:
    """All of them by name."""
    found: dict[str, Operator] = {}
    for module in (policies, doors, members):
        for name, value in vars(module).items():
            if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_"):
                found[name] = value
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of one mutant."""

    word: str
    false: tuple[Finding, ...] = ()
    shown: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Bench:
    """A server of one platform with its right schemas; shapes and reports are made once."""

    server: Server
    schemas: list[Case]
    shapes: dict[str, Shape] = field(default_factory=dict)
    right: dict[str, AccessReport] = field(default_factory=dict)
    loaded: dict[str, Database] = field(default_factory=dict)

    def shape(self, case: Case) -> Shape:
        if case.name not in self.shapes:
            database = self._loaded(case)
            self.shapes[case.name] = read_shape(database, case.platform)
            if case.platform == "supabase":
                database.drop()
        return self.shapes[case.name]

    def _loaded(self, case: Case) -> Database:
        """A database with the right schema. Roles belong to the server, so what makes some is loaded once."""
        if case.name in self.loaded:
            return self.loaded[case.name].clone()
        database = self.server.create()
        with database.connect() as conn:
            conn.execute(case.text.encode())
        if case.platform == "postgres":
            self.loaded[case.name] = database
        return database

    def examined(self, case: Case, sql: str) -> AccessReport:
        """The report on the schema with something appended."""
        self.shape(case)
        database = self._loaded(case)
        try:
            with database.connect() as conn:
                conn.execute(sql.encode())
            return examine(database, None, case.platform, options=AccessOptions(fixes=False))
        finally:
            database.drop()

    def before(self, case: Case) -> AccessReport:
        if case.name not in self.right:
            self.right[case.name] = self.examined(case, "")
        return self.right[case.name]

    def mutants(self, name: str, operator: Operator) -> Iterator[tuple[Case, Mutant]]:
        """One place of each schema that has one, in an order that looks like chance."""
        for case in sorted(self.schemas, key=lambda c: drawn(f"{name} {c.name}")):
            places = list(operator(self.shape(case)))
            if places:
                yield case, min(places, key=lambda m: drawn(m.sql))

    def judge(self, case: Case, mutant: Mutant) -> Verdict:
        try:
            report = self.examined(case, mutant.sql)
        except psycopg.Error as error:
            return Verdict(word=f"refused: {str(error).splitlines()[0]}")
        loud = tuple(f for f in report.findings if f.severity in _LOUD)
        about = tuple(f for f in loud if _names(f) & mutant.objects)
        near = mutant.objects | self.shape(case).readers(mutant.objects)
        false = tuple(f for f in loud if not _is_explained(f, near))
        if any(kind_of(f) in mutant.kinds for f in about):
            return Verdict(word="found", false=false, shown=about)
        if about:
            return Verdict(word="other", false=false, shown=about)
        before = self.before(case)
        known = {(f.rule, f.ref, f.subject) for f in before.findings}
        new = tuple(f for f in report.findings if (f.rule, f.ref, f.subject) not in known)
        about = tuple(f for f in new if _names(f) & mutant.objects)
        if about:
            return Verdict(word="found" if mutant.review else "review", false=false, shown=about)
        same = _cells(before) == _cells(report)
        word = "same" if same and not mutant.sure else "missed"
        return Verdict(word=word, false=false, shown=new)


def _cells(report: AccessReport) -> set[tuple[str, str, str, str, tuple[str, ...]]]:
    return {(c.principal, str(c.ref), c.command, c.rows, c.columns) for c in report.matrix}


def _names(finding: Finding) -> set[str]:
    return {part.split("(")[0] for part in finding.ref.name} if finding.ref else set()


def _is_explained(finding: Finding, objects: frozenset[str]) -> bool:
    related = {part for ref in finding.related for part in ref.name} if finding.related else set()
    words = set(finding.message.replace(".", " ").replace(",", " ").replace("(", " ").split())
    return bool((_names(finding) | related | words) & objects)


def keep(folder: Path, name: str, case: Case, mutant: Mutant) -> None:
    """Write a mutant as a labelled schema."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [line for line in case.text.splitlines() if line.strip() != "-- clean"]
    expected = f"-- expect: error|warning {'|'.join(sorted(mutant.kinds))} {'|'.join(sorted(mutant.objects))} any"
    text = "\n".join([expected, *lines, "", "-- the mutant", mutant.sql, ""])
    (folder / f"{name}--{case.name}.sql").write_text(text)


def run(bench: Bench, name: str, operator: Operator, options: argparse.Namespace, total: Counter[str]) -> None:
    """Try one operator and print what came of it."""
    counts: Counter[str] = Counter()
    for index, (case, mutant) in enumerate(bench.mutants(name, operator)):
        if index < options.skip:
            continue
        if index >= options.skip + options.per:
            break
        verdict = bench.judge(case, mutant)
        counts[verdict.word.split(":")[0]] += 1
        counts["false"] += len(verdict.false)
        if verdict.word != "found" or verdict.false or options.verbose:
            print(f"    {name} in {case.name}: {verdict.word} ({', '.join(sorted(mutant.objects))})")
            for f in verdict.shown:
                print(f"        {f.severity} {f.rule} {f.ref}: {f.message}")
            for f in verdict.false:
                print(f"        FALSE? {f.severity} {f.rule} {f.ref}: {f.message}")
            if options.keep:
                keep(options.keep, name, case, mutant)
        sys.stdout.flush()
    print(f"{name}: {dict(counts)}", flush=True)
    total.update(counts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="OPERATOR")
    parser.add_argument("--per", type=int, default=3)
    parser.add_argument("--skip", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--platform", choices=("supabase", "postgres"))
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    chosen = {n: o for n, o in operators().items() if not options.names or n in options.names}
    right = [c for c in cases() if not c.expected]
    total: Counter[str] = Counter()
    for platform in [options.platform] if options.platform else ["supabase", "postgres"]:
        began = time.process_time()
        with start(platform) as server:
            bench = Bench(server=server, schemas=[c for c in right if c.platform == platform])
            for name, operator in chosen.items():
                run(bench, name, operator, options, total)
        print(f"{platform}: {time.process_time() - began:.0f} s CPU of this process")
    print(dict(total))


if __name__ == "__main__":
    main()
