create table t (r int4range);
alter table t add constraint no_overlap exclude using gist (r with &&);
