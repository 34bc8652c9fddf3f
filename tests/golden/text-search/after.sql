create text search dictionary d (template = simple, stopwords = english);
create text search configuration cf (copy = simple);
alter text search configuration cf alter mapping for word with d;
