-- Public groups may be joined by anyone, private ones by invitation only: not every self-join is a hole.
-- clean
create table public.groups (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users,
  name text not null,
  is_public boolean not null default true
);
create table public.group_members (
  group_id uuid references public.groups on delete cascade,
  user_id uuid references auth.users on delete cascade,
  primary key (group_id, user_id)
);
create table public.group_posts (
  id uuid primary key default gen_random_uuid(),
  group_id uuid not null references public.groups on delete cascade,
  author_id uuid not null default auth.uid() references auth.users,
  body text not null
);
create function public.in_group(g uuid) returns boolean language sql stable security definer set search_path = public as
$$ select exists (select 1 from group_members where group_id = g and user_id = auth.uid()) $$;
create function public.can_read(g uuid) returns boolean language sql stable security definer set search_path = public as
$$ select exists (select 1 from groups where id = g and (is_public or owner_id = auth.uid())) or in_group(g) $$;
alter table public.groups enable row level security;
alter table public.group_members enable row level security;
alter table public.group_posts enable row level security;
create policy r on public.groups for select to authenticated using (can_read(id));
create policy i on public.groups for insert to authenticated with check (owner_id = auth.uid());
create policy r on public.group_members for select to authenticated using (can_read(group_id));
create policy join_public on public.group_members for insert to authenticated with check (
  user_id = auth.uid() and exists (select 1 from public.groups g where g.id = group_id and g.is_public));
create policy leave on public.group_members for delete to authenticated using (user_id = auth.uid());
create policy r on public.group_posts for select to authenticated using (can_read(group_id));
create policy i on public.group_posts for insert to authenticated with check (author_id = auth.uid() and in_group(group_id));
