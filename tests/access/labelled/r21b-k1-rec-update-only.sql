-- clean
create table public.boards (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users(id), name text not null, locked boolean not null default false);
alter table public.boards enable row level security;
create policy r on public.boards for select to authenticated using (owner_id = auth.uid());
create policy i on public.boards for insert to authenticated with check (owner_id = auth.uid());
create policy u on public.boards for update to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid() and (select count(*) from public.boards b where b.owner_id = auth.uid()) < 100);
