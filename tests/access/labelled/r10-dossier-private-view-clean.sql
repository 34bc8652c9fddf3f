-- The same chain, but the view reads with its owner's rights, in a schema that the API doesn't expose, and only
-- the caller's own rows: no recursion, and nothing shown.
-- clean

create schema internal;
grant usage on schema internal to authenticated;

create table public.dossiers (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  title text not null,
  body text
);
create table public.dossier_readers (
  dossier_id uuid not null references public.dossiers (id) on delete cascade,
  reader_id uuid not null references auth.users (id),
  primary key (dossier_id, reader_id)
);
create view internal.readable_dossiers as
  select r.dossier_id from public.dossier_readers r where r.reader_id = auth.uid();
grant select on internal.readable_dossiers to authenticated;

alter table public.dossiers enable row level security;
alter table public.dossier_readers enable row level security;
create policy "read" on public.dossiers for select to authenticated
  using (owner_id = auth.uid() or id in (select dossier_id from internal.readable_dossiers));
create policy "open" on public.dossiers for insert to authenticated with check (owner_id = auth.uid());
create policy "write" on public.dossiers for update to authenticated
  using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "close" on public.dossiers for delete to authenticated using (owner_id = auth.uid());

create policy "who reads" on public.dossier_readers for select to authenticated
  using (reader_id = auth.uid()
    or exists (select 1 from public.dossiers d where d.id = dossier_id and d.owner_id = auth.uid()));
create policy "let read" on public.dossier_readers for insert to authenticated
  with check (exists (select 1 from public.dossiers d where d.id = dossier_id and d.owner_id = auth.uid()));
create policy "no longer" on public.dossier_readers for delete to authenticated
  using (exists (select 1 from public.dossiers d where d.id = dossier_id and d.owner_id = auth.uid()));
