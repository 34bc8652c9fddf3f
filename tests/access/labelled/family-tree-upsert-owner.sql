-- Albums: INSERT checks owner, UPDATE has USING own but a second policy "collaborators edit" with an open WITH CHECK lets a collaborator take the album over.
-- expect: error tampering|forgery|escalation albums authenticated
-- also: escalation|tampering photos|albums
create table albums (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users,
  collaborators uuid[] not null default '{}',
  title text not null
);
create table photos (id uuid primary key default gen_random_uuid(), album_id uuid not null references albums on delete cascade, url text not null);
alter table albums enable row level security;
alter table photos enable row level security;
create policy "see" on albums for select to authenticated using (owner_id = auth.uid() or auth.uid() = any(collaborators));
create policy "create" on albums for insert to authenticated with check (owner_id = auth.uid());
create policy "delete" on albums for delete to authenticated using (owner_id = auth.uid());
create policy "edit" on albums for update to authenticated using (owner_id = auth.uid() or auth.uid() = any(collaborators)) with check (true);
create policy "photos" on photos for select to authenticated using (
  exists (select 1 from albums a where a.id = album_id and (a.owner_id = auth.uid() or auth.uid() = any(a.collaborators))));
