-- The same, nickname only by column grant; admins change roles through a function.
-- clean
create table groups (id uuid primary key default gen_random_uuid(), name text not null);
create table group_members (
  group_id uuid not null references groups on delete cascade,
  user_id uuid not null references auth.users on delete cascade,
  role text not null default 'member' check (role in ('admin', 'member')),
  nickname text,
  primary key (group_id, user_id)
);
create table ledger (
  id uuid primary key default gen_random_uuid(),
  group_id uuid not null references groups on delete cascade,
  description text not null,
  cents int not null
);
create function in_group(g uuid) returns boolean language sql stable security definer set search_path = public as
$$ select exists (select 1 from group_members where group_id = g and user_id = auth.uid()) $$;
create function group_admin(g uuid) returns boolean language sql stable security definer set search_path = public as
$$ select exists (select 1 from group_members where group_id = g and user_id = auth.uid() and role = 'admin') $$;
create function set_member_role(g uuid, member uuid, new_role text) returns void language plpgsql security definer set search_path = public as $$
begin
  if not group_admin(g) then raise exception 'not an admin of this group'; end if;
  update group_members set role = new_role where group_id = g and user_id = member;
end $$;
alter table groups enable row level security;
alter table group_members enable row level security;
alter table ledger enable row level security;
revoke insert, update on group_members from anon, authenticated;
grant update (nickname) on group_members to authenticated;
create policy g on groups for select to authenticated using (in_group(id));
create policy m_read on group_members for select to authenticated using (in_group(group_id));
create policy m_self on group_members for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy m_leave on group_members for delete to authenticated using (user_id = auth.uid());
create policy l_admin on ledger for select to authenticated using (group_admin(group_id));
create policy l_write on ledger for insert to authenticated with check (group_admin(group_id));
