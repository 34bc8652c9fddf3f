-- Ten tables that only their owners see, and a trigger that copies every diary entry into a table for the search,
-- which has no row security.
-- expect: error exposure|bypass|tampering search_entries anon

create table public.shelves (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  name text not null,
  unique (id, owner_id)
);
alter table public.shelves enable row level security;
create policy "shelves_select" on public.shelves for select to authenticated using (owner_id = (select auth.uid()));
create policy "shelves_insert" on public.shelves for insert to authenticated with check (owner_id = (select auth.uid()));
create policy "shelves_update" on public.shelves for update to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy "shelves_delete" on public.shelves for delete to authenticated using (owner_id = (select auth.uid()));

create table public.volumes (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  title text not null, isbn text
);
alter table public.volumes enable row level security;
create policy "volumes_select" on public.volumes for select to authenticated using (owner_id = (select auth.uid()));
create policy "volumes_insert" on public.volumes for insert to authenticated with check (owner_id = (select auth.uid()));
create policy "volumes_update" on public.volumes for update to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy "volumes_delete" on public.volumes for delete to authenticated using (owner_id = (select auth.uid()));

create table public.highlights (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  quote text not null, page int check (page > 0)
);
alter table public.highlights enable row level security;
create policy "highlights_select" on public.highlights for select to authenticated using (owner_id = (select auth.uid()));
create policy "highlights_insert" on public.highlights for insert to authenticated with check (owner_id = (select auth.uid()));
create policy "highlights_update" on public.highlights for update to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy "highlights_delete" on public.highlights for delete to authenticated using (owner_id = (select auth.uid()));

create table public.reading_goals (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  books int not null default 12 check (books > 0), year int not null default 2026
);
alter table public.reading_goals enable row level security;
create policy "reading_goals_select" on public.reading_goals for select to authenticated using (owner_id = (select auth.uid()));
create policy "reading_goals_insert" on public.reading_goals for insert to authenticated with check (owner_id = (select auth.uid()));
create policy "reading_goals_update" on public.reading_goals for update to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy "reading_goals_delete" on public.reading_goals for delete to authenticated using (owner_id = (select auth.uid()));

create table public.loans (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  borrower text not null, due_on date
);
alter table public.loans enable row level security;
create policy "loans_select" on public.loans for select to authenticated using (owner_id = (select auth.uid()));
create policy "loans_insert" on public.loans for insert to authenticated with check (owner_id = (select auth.uid()));
create policy "loans_update" on public.loans for update to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy "loans_delete" on public.loans for delete to authenticated using (owner_id = (select auth.uid()));

create table public.wishes (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  title text not null, price numeric(8, 2)
);
alter table public.wishes enable row level security;
create policy "wishes_select" on public.wishes for select to authenticated using (owner_id = (select auth.uid()));
create policy "wishes_insert" on public.wishes for insert to authenticated with check (owner_id = (select auth.uid()));
create policy "wishes_update" on public.wishes for update to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy "wishes_delete" on public.wishes for delete to authenticated using (owner_id = (select auth.uid()));

create table public.journals (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  written_on date not null default current_date, entry text not null
);
alter table public.journals enable row level security;
create policy "journals_select" on public.journals for select to authenticated using (owner_id = (select auth.uid()));
create policy "journals_insert" on public.journals for insert to authenticated with check (owner_id = (select auth.uid()));
create policy "journals_update" on public.journals for update to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy "journals_delete" on public.journals for delete to authenticated using (owner_id = (select auth.uid()));

create table public.reminders (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  remind_at timestamptz not null, text text not null
);
alter table public.reminders enable row level security;
create policy "reminders_select" on public.reminders for select to authenticated using (owner_id = (select auth.uid()));
create policy "reminders_insert" on public.reminders for insert to authenticated with check (owner_id = (select auth.uid()));
create policy "reminders_update" on public.reminders for update to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy "reminders_delete" on public.reminders for delete to authenticated using (owner_id = (select auth.uid()));

create table public.collections (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  name text not null, color text default 'red'
);
alter table public.collections enable row level security;
create policy "collections_select" on public.collections for select to authenticated using (owner_id = (select auth.uid()));
create policy "collections_insert" on public.collections for insert to authenticated with check (owner_id = (select auth.uid()));
create policy "collections_update" on public.collections for update to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy "collections_delete" on public.collections for delete to authenticated using (owner_id = (select auth.uid()));

create table public.imports (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  source text not null, state text not null default 'new' check (state in ('new', 'done'))
);
alter table public.imports enable row level security;
create policy "imports_select" on public.imports for select to authenticated using (owner_id = (select auth.uid()));
create policy "imports_insert" on public.imports for insert to authenticated with check (owner_id = (select auth.uid()));
create policy "imports_update" on public.imports for update to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy "imports_delete" on public.imports for delete to authenticated using (owner_id = (select auth.uid()));

create table public.search_entries (
  source_id uuid primary key,
  owner_id uuid not null references auth.users (id),
  content text not null,
  words tsvector generated always as (to_tsvector('simple', content)) stored
);
create index search_entries_words on public.search_entries using gin (words);

create function public.index_journal() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.search_entries (source_id, owner_id, content) values (new.id, new.owner_id, new.entry)
  on conflict (source_id) do update set content = excluded.content;
  return new;
end $$;
create trigger index_journal after insert or update on public.journals for each row execute function public.index_journal();
