"""What the bodies of functions say, checked by the server: parse, instrument, run, report."""
