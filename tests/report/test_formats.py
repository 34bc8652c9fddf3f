"""Every format says the same, in narrow and wide windows, and JSON keeps to its schema."""

from __future__ import annotations

import io

import msgspec
import pytest

from trueup.origin import Origin
from trueup.report import html, json, markdown, sections, terminal
from trueup.report.document import Paragraph, Styled
from trueup.report.model import (
    ChangeEntry,
    EvidenceEntry,
    FieldEntry,
    FindingEntry,
    FixEntry,
    GroupEntry,
    NotEvaluatedEntry,
    Obj,
    Report,
    SourceEntry,
    Summary,
)

REPORT = Report(
    command="audit",
    project="shop",
    platform="supabase",
    sources=(SourceEntry(side="declared", label="schema.sql", kind="sql file", statements=3, loaded=2, refused=1),),
    summary=Summary(compared="declared with production", equal=2, total=3, percent=66.6, findings={"error": 1}),
    tables=(
        GroupEntry(
            object=Obj(kind="table", name="public.orders"),
            declared=True,
            production=True,
            equal=1,
            total=2,
            changes=(
                ChangeEntry(
                    change="differs",
                    object=Obj(kind="column", name="public.orders.note"),
                    fields=(FieldEntry(field="type", before="text", after="character varying(9)", meaning="data"),),
                ),
            ),
        ),
    ),
    findings=(
        FindingEntry(
            rule="missing-relation",
            severity="error",
            message='relation "public.profiles" does not exist <script>',
            origin=Origin(file="live.sql", line=12, column=3),
            evidence=(
                EvidenceEntry(kind="server", text='relation "public.profiles" does not exist', sqlstate="42P01"),
            ),
            fixes=(FixEntry(title="name user_profiles", sql="SELECT 1;", executed=True),),
        ),
    ),
    not_evaluated=(NotEvaluatedEntry(what="table public.x", reason="could not be seeded"),),
)


def facts() -> list[str]:
    """What every text must contain, read off the report itself."""
    finding = REPORT.findings[0]
    change = REPORT.tables[0].changes[0].fields[0]
    return [finding.rule, str(finding.origin), "42P01", change.after, REPORT.not_evaluated[0].reason, "2 of 3"]


@pytest.mark.parametrize("width", [80, 200])
def test_terminal_says_everything_at_any_width(width: int) -> None:
    out = io.StringIO()
    terminal.render(sections.blocks(REPORT), out, width=width)
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    text = " ".join(" ".join(lines).split())
    assert [fact for fact in facts() if fact not in text] == []
    assert "\x1b" not in text


def test_markdown_says_everything_and_escapes() -> None:
    text = markdown.render(sections.blocks(REPORT, verbose=True))
    assert [fact for fact in facts() if fact not in text] == []
    assert "<script>" not in text


def test_html_escapes_what_the_schema_says() -> None:
    page = html.render(sections.blocks(REPORT), title="t")
    assert "&lt;script&gt;" in page
    assert "<script" not in page


def test_json_comes_back_as_the_same_report() -> None:
    assert msgspec.json.decode(json.render(REPORT), type=Report) == REPORT


def test_a_blank_in_strong_text_stays_outside_the_stars() -> None:
    """CommonMark, 6.2: stars behind a blank end no emphasis, and would stand in the text."""
    text = markdown.render([Paragraph((Styled("not used: ", "strong"), "after/schema.sql"))])
    assert text.strip() == "**not used:** after/schema.sql"
