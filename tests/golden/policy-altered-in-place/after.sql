create table t (id int, who text);
alter table t enable row level security;
create policy p on t using (who = current_user) with check (id > 0);
