-- expect: warning sensitive-columns-public api_clients
create table public.api_clients (id uuid primary key default gen_random_uuid(), owner_id uuid not null references auth.users(id), name text not null, client_secret text not null, listed boolean not null default false);
alter table public.api_clients enable row level security;
create policy listed on public.api_clients for select to authenticated using (listed or owner_id = auth.uid());
create policy own on public.api_clients for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
