-- Scripts ask their collaborators and collaborators ask their script. Notes, besides, take any author.
-- expect: error error scripts|collaborators authenticated
-- expect: error|warning forgery notes authenticated
-- also: error scripts|collaborators|scenes|notes
create table scripts (
  id uuid primary key default gen_random_uuid(),
  writer_id uuid not null default auth.uid() references auth.users on delete cascade,
  title text not null,
  logline text
);
create table collaborators (
  script_id uuid not null references scripts on delete cascade,
  user_id uuid not null references auth.users on delete cascade,
  can_edit boolean not null default false,
  primary key (script_id, user_id)
);
create table scenes (
  id bigint generated always as identity primary key,
  script_id uuid not null references scripts on delete cascade,
  number int not null,
  text text not null default ''
);
-- the writers' room: one board for everybody who has an account
create table notes (
  id bigint generated always as identity primary key,
  author_id uuid not null references auth.users on delete cascade,
  body text not null,
  written_at timestamptz not null default now()
);
alter table scripts enable row level security;
alter table collaborators enable row level security;
alter table scenes enable row level security;
alter table notes enable row level security;

create policy "writers and collaborators read" on scripts for select to authenticated using (
  writer_id = auth.uid() or exists (select 1 from collaborators c where c.script_id = id and c.user_id = auth.uid()));
create policy "writers write" on scripts for insert to authenticated with check (writer_id = auth.uid());
create policy "writers rewrite" on scripts for update to authenticated using (writer_id = auth.uid());
create policy "writers choose collaborators" on collaborators for all to authenticated
  using (exists (select 1 from scripts s where s.id = script_id and s.writer_id = auth.uid()));
create policy "scenes of visible scripts" on scenes for select to authenticated
  using (exists (select 1 from scripts s where s.id = script_id));

create policy "the room reads" on notes for select to authenticated using (true);
create policy "the room writes" on notes for insert to authenticated with check (auth.uid() is not null);
create policy "authors edit" on notes for update to authenticated using (author_id = auth.uid());
create policy "authors delete" on notes for delete to authenticated using (author_id = auth.uid());
