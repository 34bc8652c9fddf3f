-- tenant from a claim, cast without nullif: a folder name that is no uuid raises for everybody.
-- expect: error|warning error files authenticated
create table files (
  id uuid primary key default gen_random_uuid(),
  path text not null,
  size_bytes bigint not null default 0
);
alter table files enable row level security;
create policy "own folder" on files for select to authenticated using (split_part(path, '/', 1)::uuid = auth.uid());
create policy "upload" on files for insert to authenticated with check (split_part(path, '/', 1) = auth.uid()::text or path like 'public/%');
