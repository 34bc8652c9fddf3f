"""SQL that may mend a finding, and which accesses it may change."""
