"""What the package promises to those who import it."""

from __future__ import annotations

import subprocess
import sys

import trueup


def test_all_is_exactly_the_public_names() -> None:
    public = {name for name in vars(trueup) if not name.startswith("_")} - {"annotations", "TYPE_CHECKING", "Any"}
    modules = {name for name in public if hasattr(getattr(trueup, name), "__path__") or name in sys.modules}
    modules |= {name for name in public if f"trueup.{name}" in sys.modules}
    assert public - modules == {name for name in trueup.__all__ if not name.startswith("_")}


def test_help_imports_neither_rich_nor_psycopg() -> None:
    code = (
        "import sys\n"
        "from trueup.cli.main import group\n"
        "group.main(['--help'], standalone_mode=False)\n"
        "print(sorted({'rich', 'psycopg', 'postgast'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
