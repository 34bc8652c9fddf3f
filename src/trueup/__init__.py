"""trueup: know, and prove, whether a PostgreSQL database, its schema files and its pending migrations agree."""

__version__ = "0.1.0"
