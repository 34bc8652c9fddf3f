"""The stages of an audit, in order."""
