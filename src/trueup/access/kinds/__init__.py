"""One file per kind of finding; each has `find(study)`, which gives claims."""
