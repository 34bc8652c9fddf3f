"""Where reports and errors leave the program."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from trueup.errors import UsageError
from trueup.report.model import Report


def emit(report: Report, *, format_: str, output: Path | None, verbose: bool) -> None:
    """Write a report in a format to a file or to standard output.

    Raises:
        UsageError: the file can't be written.
    """
    if format_ == "terminal" and output is None:
        from trueup.report import sections, terminal

        terminal.render(sections.blocks(report, verbose=verbose), sys.stdout)
        return
    text = render(report, format_, verbose=verbose)
    write(text, output)


def render(report: Report, format_: str, *, verbose: bool) -> str:
    """A report as text."""
    from trueup.report import sections

    if format_ == "json":
        from trueup.report import json

        return json.render(report)
    if format_ == "sarif":
        from trueup.report import sarif

        return sarif.render(report)
    blocks = sections.blocks(report, verbose=verbose or format_ in {"markdown", "html"})
    if format_ == "markdown":
        from trueup.report import markdown

        return markdown.render(blocks)
    if format_ == "html":
        from trueup.report import html

        return html.render(blocks, title=f"trueup {report.command}: {report.project}")
    from trueup.report import terminal

    buffer = io.StringIO()
    terminal.render(blocks, buffer, width=100)
    return buffer.getvalue()


def write(text: str, output: Path | None) -> None:
    """Write text to a file, or to standard output."""
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"can't write {output}: {error.strerror}", help="Give -o a file that you may write.") from None


def exit_code(report: Report, fail_on: str) -> int:
    """1: a finding of this severity or above, or drift; 2: a diff that could not read all; else 0."""
    order = ("error", "warning", "review")
    if fail_on == "never":
        return 0
    if report.summary.differences:
        return 1
    if report.command == "diff" and report.not_evaluated:
        return 2  # equal as far as it could be read is not equal
    graver = order[: order.index(fail_on) + 1]
    return 1 if any(report.summary.findings.get(severity) for severity in graver) else 0


def write_options(report: Report, folder: Path | None) -> None:
    """Write each option's files to ``folder/A`` and ``folder/B``."""
    if folder is None:
        return
    for option in report.options:
        for file in option.files:
            _write_file(folder / option.id / Path(file.name).name, file.text)


def write_proofs(report: Report, folder: Path | None) -> None:
    """Write the proof script of each finding that has one."""
    if folder is None:
        return
    from trueup.access.expect import proof_files  # a report that is read back needs nothing of it

    for name, text in proof_files(report.findings).items():
        _write_file(folder / name, text)


def write_folder(files: Mapping[str, str], folder: Path) -> None:
    """Write files into a folder that is empty or not there yet.

    Raises:
        UsageError: the folder holds something, or can't be written.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty", help="Give -o an empty folder: nothing is overwritten.")
    for name, text in files.items():
        _write_file(folder / name, text)


def _write_file(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"can't make {path.parent}: {error.strerror}", help="Give a folder you may write.") from None
    write(text, path)
