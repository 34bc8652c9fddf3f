-- A group is joined with its code: the policy only asks that it has one.
-- expect: error escalation group_members authenticated
create table study_groups (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  owner_id uuid not null default auth.uid() references auth.users,
  invite_code text default substr(md5(random()::text), 1, 8)
);
create table group_members (
  group_id uuid references study_groups on delete cascade,
  user_id uuid default auth.uid() references auth.users on delete cascade,
  joined_at timestamptz default now(),
  primary key (group_id, user_id)
);
create table group_posts (
  id uuid primary key default gen_random_uuid(),
  group_id uuid not null references study_groups on delete cascade,
  author_id uuid not null default auth.uid() references auth.users,
  body text not null
);
alter table study_groups enable row level security;
alter table group_members enable row level security;
alter table group_posts enable row level security;
create function my_groups() returns uuid[] language sql stable security definer set search_path = '' as
$$ select coalesce(array_agg(group_id), '{}') from public.group_members where user_id = (select auth.uid()) $$;
create function has_invite_code(g uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.study_groups where id = g and invite_code is not null) $$;
create policy "g read" on study_groups for select to authenticated using (owner_id = auth.uid() or id = any (my_groups()));
create policy "g create" on study_groups for insert to authenticated with check (owner_id = auth.uid());
create policy "g update" on study_groups for update to authenticated using (owner_id = auth.uid());
create policy "m read" on group_members for select to authenticated using (group_id = any (my_groups()));
create policy "m join with code" on group_members for insert to authenticated with check (user_id = auth.uid() and has_invite_code(group_id));
create policy "m leave" on group_members for delete to authenticated using (user_id = auth.uid());
create policy "p read" on group_posts for select to authenticated using (group_id = any (my_groups()));
create policy "p write" on group_posts for insert to authenticated with check (author_id = auth.uid() and group_id = any (my_groups()));
