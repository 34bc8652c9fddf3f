"""Discovery, and one loader per kind of description."""
