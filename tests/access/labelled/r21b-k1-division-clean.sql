-- clean
create table public.quotas (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users(id), used int not null default 0, total int not null default 1 check (total > 0), cap int not null default 0);
alter table public.quotas enable row level security;
create policy r on public.quotas for select to authenticated using (owner_id = auth.uid() and used / total < 1 and used / nullif(cap, 0) is distinct from 7);
create policy i on public.quotas for insert to authenticated with check (owner_id = auth.uid());
