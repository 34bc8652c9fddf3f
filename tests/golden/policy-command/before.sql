create table t (id int primary key, a text, b int);
alter table t enable row level security;
create policy p on t for select using (b = 1);
