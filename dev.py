"""Everything a contributor runs, with nothing but Python 3.11: makes `.venv` on first use, then works in it.

python3 dev.py example   audit the example project
python3 dev.py test      run the tests            (further arguments go to pytest)
python3 dev.py lint      linters, types, import contract, generated docs
python3 dev.py check     lint, then test
python3 dev.py docs      write the generated docs anew
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")


def run(*command: str | Path) -> None:
    """Run a command in the project folder; end with its exit code if it fails."""
    code = subprocess.run([str(c) for c in command], cwd=ROOT, check=False).returncode
    if code:
        sys.exit(code)


def ensure_venv(extra: str) -> None:
    """Make `.venv` with the pinned dependencies of `extra`, unless it is there and up to date."""
    inputs = (ROOT / "pyproject.toml").read_bytes() + (ROOT / "constraints.txt").read_bytes()
    stamp = VENV / f"trueup{extra}.stamp"
    key = hashlib.sha256(inputs).hexdigest()
    if stamp.exists() and stamp.read_text() == key:
        return
    if not (BIN / "python").exists() and not (BIN / "python.exe").exists():
        print("making .venv", flush=True)
        venv.create(VENV, with_pip=True)
    print("installing the pinned dependencies", flush=True)
    run(BIN / "python", "-m", "pip", "install", "--quiet", "-c", "constraints.txt", "-e", f".{extra}")
    stamp.write_text(key)


def example() -> None:
    """Audit the example project; its report has errors in it, which is its point, so the exit code is 0."""
    ensure_venv("")
    run(BIN / "trueup", "audit", "examples/code-playground", "--fail-on", "never")


def test(*arguments: str) -> None:
    """Run pytest on two workers, or as the arguments say."""
    ensure_venv("[dev]")
    run(BIN / "python", "-m", "pytest", *(arguments or ("-n", "2", "--dist", "worksteal")))


def lint() -> None:
    """Linters, formatter, types, import contract, generated docs."""
    ensure_venv("[dev]")
    run(BIN / "ruff", "check", ".")
    run(BIN / "ruff", "format", "--check", ".")
    run(BIN / "mypy")
    run(BIN / "lint-imports")
    run(BIN / "python", "docs/generate.py", "--check")


def main(arguments: list[str]) -> None:
    """Dispatch on the first argument."""
    match arguments:
        case ["example"]:
            example()
        case ["test", *rest]:
            test(*rest)
        case ["lint"]:
            lint()
        case ["check"]:
            lint()
            test()
        case ["docs"]:
            ensure_venv("[dev]")
            run(BIN / "python", "docs/generate.py")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
