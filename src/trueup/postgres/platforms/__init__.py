"""Platforms: what a host provides before the first user statement, each one folder of SQL and a ``platform.toml``.

Adding a platform touches no Python: a folder here with a ``platform.toml`` is a platform, and its ``*.sql`` files, in
the order of their names, are what its database holds.
"""

from trueup.postgres.platforms.detection import Detection, Reason, detect, of_roles
from trueup.postgres.platforms.model import Marks, Platform, Role, load, names

__all__ = ["Detection", "Marks", "Platform", "Reason", "Role", "detect", "load", "names", "of_roles"]
