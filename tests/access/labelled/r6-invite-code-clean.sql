-- clean
-- Twin of the uncompared code: joining goes through a function that wants the right one; codes are for owners.
create table study_groups (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  owner_id uuid not null default auth.uid() references auth.users
);
create table group_codes (
  group_id uuid primary key references study_groups on delete cascade,
  code text not null unique default encode(extensions.gen_random_bytes(12), 'hex') check (length(code) >= 16)
);
create table group_members (
  group_id uuid references study_groups on delete cascade,
  user_id uuid references auth.users on delete cascade,
  primary key (group_id, user_id)
);
create table group_posts (
  id uuid primary key default gen_random_uuid(),
  group_id uuid not null references study_groups on delete cascade,
  author_id uuid not null default auth.uid() references auth.users,
  body text not null
);
alter table study_groups enable row level security;
alter table group_codes enable row level security;
alter table group_members enable row level security;
alter table group_posts enable row level security;
create function my_groups() returns uuid[] language sql stable security definer set search_path = '' as
$$ select coalesce(array_agg(group_id), '{}') from public.group_members where user_id = (select auth.uid()) $$;
create function join_group(invite text) returns uuid language plpgsql security definer set search_path = '' as $$
declare g uuid;
begin
  if auth.uid() is null then raise exception 'sign in first'; end if;
  select c.group_id into g from public.group_codes c where c.code = invite;
  if g is null then raise exception 'unknown code'; end if;
  insert into public.group_members values (g, auth.uid()) on conflict do nothing;
  return g;
end $$;
create policy "g read" on study_groups for select to authenticated using (owner_id = auth.uid() or id = any (my_groups()));
create policy "g create" on study_groups for insert to authenticated with check (owner_id = auth.uid());
create policy "g update" on study_groups for update to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "c owner" on group_codes for all to authenticated
  using (exists (select 1 from study_groups g where g.id = group_id and g.owner_id = auth.uid()))
  with check (exists (select 1 from study_groups g where g.id = group_id and g.owner_id = auth.uid()));
create policy "m read" on group_members for select to authenticated using (group_id = any (my_groups()));
create policy "m leave" on group_members for delete to authenticated using (user_id = auth.uid());
create policy "p read" on group_posts for select to authenticated using (group_id = any (my_groups()));
create policy "p write" on group_posts for insert to authenticated with check (author_id = auth.uid() and group_id = any (my_groups()));
