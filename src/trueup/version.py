"""The version, in a module of its own so that a report can name it without importing the package's front door."""

VERSION = "0.1.0"
