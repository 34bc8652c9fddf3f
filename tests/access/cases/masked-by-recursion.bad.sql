-- expect: error policy-recursion users
-- expect: error self-promotion users

create table public.users (id uuid primary key references auth.users, email text, role text not null default 'student');
alter table public.users enable row level security;
create policy own on public.users for select using (auth.uid() = id);
create policy upd on public.users for update using (auth.uid() = id);
create policy adm on public.users for select using (exists (select 1 from public.users where id = auth.uid() and role='admin'));
