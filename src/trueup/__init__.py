"""trueup: know, and prove, whether a PostgreSQL database, its schema files and its pending migrations agree.

import trueup
report = trueup.audit("path/to/project")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trueup import version

if TYPE_CHECKING:
    from trueup.report.model import Report

__version__ = version.VERSION
__all__ = ["__version__", "audit"]


def audit(path: str = ".", **options: Any) -> Report:
    """Audit a project folder or one source.

    Args:
        path: the folder (or file) to audit.
        options: as `trueup.pipeline.audit` takes them: ``declared``, ``production``, ``migrations``, ``platform``,
            ``reading``, ``scratch_url``, ``config_path``, ``baseline``.
    Returns: the typed report, `trueup.report.model.Report`.
    Raises:
        trueup.errors.TrueupError: nothing could be done: no source, no scratch server, a bad option.
    """
    # Imported here so that `import trueup` and `trueup --help` stay quick.
    from trueup import pipeline

    return pipeline.audit(path, **options)
