create text search configuration cf (copy = simple);
