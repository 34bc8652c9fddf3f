"""Pending migrations that say what a platform lets its users say, and only a superuser may elsewhere."""

from __future__ import annotations

from pathlib import Path

from .front import migrations

TRIGGER = """
CREATE FUNCTION public.on_made() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'made'; END $$;
CREATE EVENT TRIGGER on_made ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION public.on_made();
CREATE TABLE public.u (id bigint PRIMARY KEY);
CREATE PUBLICATION everything FOR ALL TABLES;
"""
PLATFORM = ("--platform", "supabase")


def test_an_event_trigger_and_a_publication_of_all_tables_are_the_platforms_to_give(tmp_path: Path) -> None:
    files = {"20240102000000_b.sql": TRIGGER, "20240103000000_c.sql": "ALTER EVENT TRIGGER on_made DISABLE;"}
    shown = migrations(tmp_path, files, "CREATE TABLE public.t (id bigint PRIMARY KEY);", *PLATFORM)
    found = shown.migration("20240102000000_b.sql")
    assert found["verdicts"] == ["needed"]
    assert not shown.findings("broken-migration")
    made = {(o["kind"], o["name"]) for o in found["creates"]}
    assert made == {
        ("event trigger", "on_made"),
        ("function", "public.on_made()"),
        ("publication", "everything"),
        ("table", "public.u"),
    }
    assert "(executed)" in found["reversal"]
    assert "trueup_internal" not in shown.text
    assert "trueup_probe" not in shown.text
    assert shown.verdicts()["20240103000000_c.sql"] == ["needed"]


def test_each_runner_is_shown_with_the_platforms_rights(tmp_path: Path) -> None:
    broken = TRIGGER + "ALTER TABLE public.nowhere ADD COLUMN v int;"
    shown = migrations(tmp_path, {"20240102000000_b.sql": broken}, "CREATE TABLE t (id int);", *PLATFORM)
    (finding,) = shown.findings("broken-migration")
    assert "nowhere" in finding["message"]
    runs = shown.migration("20240102000000_b.sql")["runners"]
    assert len(runs) >= 6
    assert all("nowhere" in told for told in runs)
    assert "trueup" not in str(runs)
