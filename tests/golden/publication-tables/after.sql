create table t (id int primary key, a text, b int);
create table u (a int primary key);
create publication pub for table u where (a > 1), table t (id, a) with (publish = 'insert', publish_via_partition_root = true);
