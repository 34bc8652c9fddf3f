-- Contracts and their files: the policy on storage.objects asks public.contracts, whose policy asks storage.objects whether a file of the caller is there.
-- expect: error error objects|contracts authenticated
-- also: error|dead objects|contracts|buckets
insert into storage.buckets (id, name, public) values ('contracts', 'contracts', false);
create table public.contracts (
  id uuid primary key default gen_random_uuid(),
  client_id uuid not null default auth.uid() references auth.users (id),
  path text not null unique,
  signed boolean not null default false
);
alter table public.contracts enable row level security;
create policy "mine or uploaded by me" on public.contracts for select to authenticated using (
  client_id = auth.uid()
  or exists (select 1 from storage.objects o where o.bucket_id = 'contracts' and o.name = contracts.path and o.owner_id = auth.uid()::text));
create policy "draw up" on public.contracts for insert to authenticated with check (client_id = auth.uid() and not signed);
create policy "files of my contracts" on storage.objects for select to authenticated using (
  bucket_id = 'contracts'
  and exists (select 1 from public.contracts c where c.path = objects.name));
