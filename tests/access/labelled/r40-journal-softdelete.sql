-- A journal with a bin: entries are never deleted, deleted_at is set, and the bin is read by its owner.
-- clean
create table public.journals (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  name text not null
);
create table public.entries (
  id uuid primary key default gen_random_uuid(),
  journal_id uuid not null references public.journals(id) on delete cascade,
  user_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  mood int check (mood between 1 and 10),
  body text not null,
  deleted_at timestamptz,
  updated_at timestamptz not null default now()
);
create table public.entry_tags (
  entry_id uuid not null references public.entries(id) on delete cascade,
  tag text not null check (tag = lower(tag)),
  primary key (entry_id, tag)
);
create function public.set_updated_at() returns trigger language plpgsql set search_path = '' as $$
begin
  new.updated_at = now();
  return new;
end $$;
create trigger entries_touch before update on public.entries
  for each row execute function public.set_updated_at();
do $$
declare t text;
begin
  foreach t in array array['journals', 'entries', 'entry_tags'] loop
    execute format('alter table public.%I enable row level security', t);
  end loop;
end $$;
create policy "own journals" on public.journals for all to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "own entries" on public.entries for select to authenticated using (user_id = (select auth.uid()));
create policy "write entries" on public.entries for insert to authenticated
  with check (user_id = (select auth.uid()) and deleted_at is null
    and exists (select 1 from public.journals j where j.id = journal_id and j.user_id = (select auth.uid())));
create policy "edit, bin and restore" on public.entries for update to authenticated
  using (user_id = (select auth.uid()))
  with check (user_id = (select auth.uid())
    and exists (select 1 from public.journals j where j.id = journal_id and j.user_id = (select auth.uid())));
create policy "own tags" on public.entry_tags for all to authenticated
  using (exists (select 1 from public.entries e where e.id = entry_id and e.user_id = (select auth.uid())))
  with check (exists (select 1 from public.entries e where e.id = entry_id and e.user_id = (select auth.uid())));
create view public.current_entries with (security_invoker = true) as
  select id, journal_id, mood, body, updated_at from public.entries where deleted_at is null;
create view public.bin with (security_invoker = true) as
  select id, journal_id, body, deleted_at from public.entries where deleted_at is not null;
