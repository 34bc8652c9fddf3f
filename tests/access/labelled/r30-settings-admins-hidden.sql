-- Admins are asked for in a table that has row-level security and no policy: as the caller nobody finds himself there.
-- expect: error|warning dead settings authenticated
create table admins (user_id uuid primary key references auth.users on delete cascade);
create table settings (key text primary key, value text not null);
alter table admins enable row level security; alter table settings enable row level security;
create policy a on settings for all to authenticated using (exists (select 1 from admins where user_id = auth.uid())) with check (exists (select 1 from admins where user_id = auth.uid()));
create policy r on settings for select using (true);
