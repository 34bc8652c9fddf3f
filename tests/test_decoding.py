"""Typed JSON in several threads: a fresh process, in which nothing is gathered yet, must not die of it."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
sys.setswitchinterval(1e-6)
from trueup import decoding
from trueup.catalog.model import CLASSES
from trueup.report.model import Report
start = Barrier(4)
def gather(number):
    start.wait()
    for kind in (Report, *list(CLASSES.values())[number:], *list(CLASSES.values())[:number]):
        decoding.decoder(kind)
        try:
            decoding.decode(b'{"command": "audit", "findings": [{"rule": "x", "object": {"kind": 1}}]}', type=kind)
        except Exception as error:
            assert type(error).__module__ == 'msgspec', error
    return True
with ThreadPoolExecutor(4) as pool:
    print(all(pool.map(gather, range(4))))
"""


def test_two_threads_may_learn_of_one_class_at_once() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr
