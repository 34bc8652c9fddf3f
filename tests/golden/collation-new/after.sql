create collation co (provider = builtin, locale = 'C.UTF-8');
create table t (a text collate co);
