"""Rules of this area; see `trueup.rules.discover`."""
