ALTER INDEX public.i SET (fillfactor='50');
