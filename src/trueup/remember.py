"""A report of an earlier run, where nothing that it hangs on has changed: `Run.recall` and `Run.keep`.

What it hangs on: trueup itself and the packages it stands on, the arguments, every file of the project folder and of
the sources that were named, the configuration. A run on a live server, on a server that the user named, on git, or with
rules of the project's own is never remembered, nor is one that read a file outside of these, met a limit, or broke.
"""

from __future__ import annotations

import datetime
import os
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from trueup import config as configuration
from trueup import decoding, inputs
from trueup.config import Config
from trueup.errors import ConfigError
from trueup.memo import Memo, digest, opened
from trueup.report.model import Report
from trueup.sources.served import configurations

_MAX_ENTRIES = 20_000
_MAX_BYTES = 256 * 2**20
_SMALL = 256 * 2**10
# Files that describe databases: always told by their contents. Other large ones by size, times and number, as git does.
_TEXTS = frozenset({".sql", ".psql", ".pgsql", ".json", ".csv", ".toml", ".conf", ".txt", ".md"})
_SKIPPED = frozenset({"node_modules", "vendor", "venv", "__pycache__"})


class _Unsure(Exception):
    """What the run hangs on can't be told."""


def remembered(
    command: str, path: str, arguments: Mapping[str, Any], *, on_recall: Callable[[], None] | None = None
) -> Report:
    """A command's report: from an earlier run if nothing has changed since, else made now and kept.

    Args:
        command: a function of `trueup.pipeline` that gives a report.
        path: the project folder, or one source.
        arguments: of the command; ``progress`` is none of the report's.
        on_recall: called where the report is an earlier run's.
    """
    run = Run.of(command, path, arguments)
    report = run.recall() if run else None
    if report is not None:
        if on_recall is not None:
            on_recall()
        return report
    record = inputs.begin()
    from trueup import pipeline  # imported here: what is remembered needs none of it

    made: Report = getattr(pipeline, command)(path, **arguments)
    if run is not None:
        run.keep(made, record)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run with what it hangs on.

    Args:
        memo: where reports are kept.
        command, path, arguments: as given.
        key: the hash of all inputs.
        looked: the folders whose entries, and the files whose contents, are in the key.
    """

    memo: Memo
    command: str
    path: str
    arguments: Mapping[str, Any]
    key: str
    looked: _Looked

    @classmethod
    def of(cls, command: str, path: str, arguments: Mapping[str, Any]) -> Run | None:
        """The run; None where it can't be remembered."""
        memo = opened()
        if memo is None:
            return None
        try:
            key, looked = _key(command, path, arguments)
        except (_Unsure, OSError, ConfigError):
            return None
        return cls(memo=memo, command=command, path=path, arguments=arguments, key=key, looked=looked)

    def recall(self) -> Report | None:
        """The report of an earlier run on the same inputs, if there is one."""
        data = self.memo.get(self.key)
        if data is None:
            return None
        try:
            return decoding.decode(data, type=Report)
        except msgspec.MsgspecError:
            return None

    def keep(self, report: Report, record: inputs.Inputs) -> None:
        """Keep a report, if all that the run read is in the key and nothing has changed meanwhile."""
        if record.spoiled or not all(map(self.looked.covers, record.files)):
            return
        try:
            key, _ = _key(self.command, self.path, self.arguments)
        except (_Unsure, OSError, ConfigError):
            return
        if key == self.key:
            self.memo.put(self.key, msgspec.json.encode(report))


class _Looked:
    """What was looked at for the key, and the hash of it."""

    def __init__(self) -> None:
        self.parts: list[bytes | str] = []
        self._folders: dict[str, frozenset[str]] = {}
        self._files: set[str] = set()
        self._bytes = self._entries = 0

    def covers(self, path: str) -> bool:
        """Whether a file's contents, or its absence, is in the key."""
        if path in self._files or path in self._folders:
            return True
        parent, _, name = path.rpartition(os.sep)
        while parent not in self._folders:
            if not name or path in self._files:
                return False
            path, (parent, _, name) = parent, parent.rpartition(os.sep)
        return name not in self._folders[parent]

    def source(self, path: Path) -> None:
        """A file, a folder, or that neither is there."""
        full = Path(inputs.absolute(path))
        if full.is_dir():
            self._folder(str(full))
        else:
            self._file(str(full))

    def _folder(self, path: str) -> None:
        waiting = [path]
        while waiting:
            folder = waiting.pop()
            if folder in self._folders:
                continue
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
            self._folders[folder] = frozenset(entry.name for entry in entries)
            self.parts += ["folder", folder]
            self._entries += len(entries)
            if self._entries > _MAX_ENTRIES:
                raise _Unsure
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    self.parts += ["in it", entry.name]
                    if not entry.name.startswith(".") and entry.name not in _SKIPPED:
                        waiting.append(entry.path)
                else:
                    self._file(entry.path)

    def _file(self, path: str) -> None:
        self._files.add(path)
        full = Path(path)
        if full.is_symlink():
            self.parts += ["link", path, str(full.resolve())]
        try:
            info = full.stat()
        except OSError as error:
            self.parts += [path, f"none: {error.errno}"]
            return
        if not stat.S_ISREG(info.st_mode):
            self.parts += [path, f"mode {info.st_mode}"]
            return
        told = full.suffix.lower() in _TEXTS or info.st_size <= _SMALL
        if not told:
            self.parts += [path, f"{info.st_size} {info.st_mtime_ns} {info.st_ctime_ns} {info.st_ino}"]
            return
        self._bytes += info.st_size
        if self._bytes > _MAX_BYTES:
            raise _Unsure
        try:
            self.parts += [path, digest(full.read_bytes())]
        except PermissionError:
            self.parts += [path, "not readable"]


def _key(command: str, path: str, arguments: Mapping[str, Any]) -> tuple[str, _Looked]:
    """The hash of all inputs.

    Raises:
        _Unsure: there are inputs that a hash can't hold.
    """
    if arguments.get("scratch_url") or any(value for name, value in arguments.items() if name.startswith("write_")):
        raise _Unsure
    looked = _Looked()
    root = _local(path)
    looked.source(root)
    base = root if root.is_dir() else Path()
    for file in configurations(base):
        looked.source(file)
    given = arguments.get("config_path")
    for file in (given,) if given else (base / configuration.FILE_NAME, base / "pyproject.toml"):
        looked.source(file)
    config = configuration.load(base, given)
    for spec in _specs(config, arguments):
        local = _local(spec)
        for folder in {base, Path(), config.folder}:
            looked.source(folder / local)
    for name in ("baseline", "expect"):
        if arguments.get(name):
            looked.source(arguments[name])
    if config.baseline:
        looked.source(config.folder / config.baseline)
    if config.rules_folder:
        raise _Unsure  # a rule is a program, which may look at anything
    day = datetime.date.today().isoformat() if any(ignore.until for ignore in config.ignore) else ""
    shown = sorted((name, repr(value)) for name, value in arguments.items() if name != "progress")
    parts = [command, path, inputs.absolute(root), str(Path.cwd()), repr(shown), day, *looked.parts]
    return digest(*parts), looked


def _specs(config: Config, arguments: Mapping[str, Any]) -> Iterable[str]:
    for name in ("declared", "production", "migrations"):
        for spec in (arguments.get(name), getattr(config, name)):
            if spec:
                yield str(spec)


def _local(spec: str) -> Path:
    """The path that a source's name is; raises `_Unsure` for what is no file of this machine."""
    if "://" in spec or "=" in spec or spec.startswith(("$", "env:", "git:")):
        raise _Unsure
    return Path(spec)
