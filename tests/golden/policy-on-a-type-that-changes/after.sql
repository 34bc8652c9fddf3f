create table t (a bigint);
alter table t enable row level security;
create policy p on t using (a = 1);
