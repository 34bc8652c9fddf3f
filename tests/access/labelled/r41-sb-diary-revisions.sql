-- A diary: entries are private or public; the history of an entry holds its text, and its policy asks a definer helper that only knows whether the entry exists.
-- expect: error|warning|review bypass|exposure entry_revisions|entry_exists|entries authenticated
create table public.entries (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  title text not null,
  body text not null,
  is_public boolean not null default false
);
create table public.entry_revisions (
  id bigint generated always as identity primary key,
  entry_id uuid not null references public.entries (id) on delete cascade,
  title text not null,
  body text not null,
  saved_at timestamptz not null default now()
);
create function public.entry_exists(entry uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.entries e where e.id = entry);
$$;
create function public.keep_revision() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.entry_revisions (entry_id, title, body) values (old.id, old.title, old.body);
  return new;
end;
$$;
create trigger keep_revision after update of title, body on public.entries
  for each row execute function public.keep_revision();
alter table public.entries enable row level security;
alter table public.entry_revisions enable row level security;
create policy "read own or public" on public.entries for select using (owner_id = auth.uid() or is_public);
create policy "write own" on public.entries for insert to authenticated with check (owner_id = auth.uid());
create policy "edit own" on public.entries for update to authenticated
  using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "drop own" on public.entries for delete to authenticated using (owner_id = auth.uid());
create policy "read revisions" on public.entry_revisions for select to authenticated using (public.entry_exists(entry_id));
