"""A table that is missing because its file belongs to no side: the report names the file."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from trueup.cli.main import group

FILES = {
    "database-schema.sql": "CREATE TABLE a (id int PRIMARY KEY);\n",
    "CREATE_ORDERS_QUICK_FIX.sql": "CREATE TABLE IF NOT EXISTS public.orders (id int);\n",
    "supabase/migrations/20240101000000_x.sql": "ALTER TABLE orders ADD COLUMN x int;\n",
    "supabase/migrations/20240102000000_y.sql": "ALTER TABLE nowhere ADD COLUMN x int;\n",
}


def test_the_file_that_makes_it_is_named(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    ran = CliRunner().invoke(group, ["audit", str(tmp_path), "--format", "json", "--fail-on", "never"])
    assert ran.exit_code == 0, ran.stderr
    broken = [f for f in json.loads(ran.stdout)["findings"] if f["rule"] == "missing-relation"]
    helped = {
        f["origin"]["file"].rsplit("_", 1)[-1]: "CREATE_ORDERS_QUICK_FIX.sql makes it" in f["help"] for f in broken
    }
    assert helped == {"x.sql": True, "y.sql": False}
