-- Sign-in by another provider: text subjects, and the organisation as a claim that the provider writes.
-- clean

create table public.boards (
  id bigint generated always as identity primary key,
  owner_sub text not null default (auth.jwt() ->> 'sub'),
  org_id text default (auth.jwt() ->> 'org_id'),
  title text not null
);
alter table public.boards enable row level security;
create policy "own boards, or the organisation's" on public.boards for select to authenticated
  using (owner_sub = (select auth.jwt() ->> 'sub') or org_id = (select auth.jwt() ->> 'org_id'));
create policy "draw" on public.boards for insert to authenticated
  with check (owner_sub = (select auth.jwt() ->> 'sub')
    and (org_id is null or org_id = (select auth.jwt() ->> 'org_id')));
create policy "redraw" on public.boards for update to authenticated
  using (owner_sub = (select auth.jwt() ->> 'sub'))
  with check (owner_sub = (select auth.jwt() ->> 'sub') and (org_id is null or org_id = (select auth.jwt() ->> 'org_id')));
create policy "wipe" on public.boards for delete to authenticated using (owner_sub = (select auth.jwt() ->> 'sub'));
