create text search configuration cf (copy = simple);
alter text search configuration cf drop mapping for word;
alter text search configuration cf alter mapping for asciiword with english_stem, simple;
