-- Owners of a group read what is posted in its parent, and a new group names any parent.
-- expect: error escalation groups|posts authenticated

create table public.groups (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  parent_id uuid references public.groups (id),
  name text not null
);
create table public.posts (
  id uuid primary key default gen_random_uuid(),
  group_id uuid not null references public.groups (id),
  author_id uuid not null default auth.uid() references auth.users (id),
  body text not null
);
alter table public.groups enable row level security;
alter table public.posts enable row level security;
create policy "groups are listed" on public.groups for select to authenticated using (true);
create policy "found a group" on public.groups for insert to authenticated with check (owner_id = (select auth.uid()));
create policy "authors" on public.posts for select to authenticated using (author_id = (select auth.uid()));
create policy "owners read their group and its parent" on public.posts for select to authenticated
  using (exists (select 1 from public.groups g where g.owner_id = (select auth.uid()) and posts.group_id in (g.id, g.parent_id)));
create policy "owners post" on public.posts for insert to authenticated
  with check (author_id = (select auth.uid())
    and exists (select 1 from public.groups g where g.id = group_id and g.owner_id = (select auth.uid())));
