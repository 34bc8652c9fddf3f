"""A folder per kind of finding, a file per way to find some; `find(study)` of such a file gives claims."""
