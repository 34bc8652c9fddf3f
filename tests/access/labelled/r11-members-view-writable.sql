-- A view of the public columns, with its owner's rights and the grants that every new relation gets: anyone writes through it.
-- expect: error bypass|tampering public_members|members anon
-- also: bypass|tampering|forgery|exposure|escalation public_members|members

create table public.members (
  id uuid primary key references auth.users (id),
  username text not null unique,
  bio text,
  phone text
);
alter table public.members enable row level security;
create policy "self" on public.members for select to authenticated using (id = (select auth.uid()));
create policy "edit self" on public.members for update to authenticated
  using (id = (select auth.uid())) with check (id = (select auth.uid()));
create view public.public_members as select m.id, m.username, m.bio from public.members m;
