-- Team workspace done right: definer helper breaks the recursion, the creator joins by trigger, others by an invitation to their own mail address.
-- clean
create table public.teams (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  created_by uuid not null default auth.uid() references auth.users(id)
);
create table public.team_members (
  team_id uuid not null references public.teams(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  role text not null default 'member' check (role in ('owner', 'member')),
  primary key (team_id, user_id)
);
create table public.team_invites (
  id uuid primary key default gen_random_uuid(),
  team_id uuid not null references public.teams(id) on delete cascade,
  email text not null,
  unique (team_id, email)
);
create table public.tasks (
  id uuid primary key default gen_random_uuid(),
  team_id uuid not null references public.teams(id) on delete cascade,
  title text not null,
  done boolean not null default false
);
create function public.is_team_member(t uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.team_members m where m.team_id = t and m.user_id = (select auth.uid())) $$;
create function public.is_team_owner(t uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.team_members m where m.team_id = t and m.user_id = (select auth.uid()) and m.role = 'owner') $$;
create function public.add_creator() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.team_members (team_id, user_id, role) values (new.id, new.created_by, 'owner');
  return new;
end $$;
create trigger team_created after insert on public.teams for each row execute function public.add_creator();
create function public.accept_invite(invite_id uuid) returns void language plpgsql security definer set search_path = '' as $$
declare invite public.team_invites;
begin
  delete from public.team_invites where id = invite_id and email = (auth.jwt() ->> 'email') returning * into invite;
  if invite.id is null then
    raise exception 'no such invitation';
  end if;
  insert into public.team_members (team_id, user_id) values (invite.team_id, auth.uid()) on conflict do nothing;
end $$;
revoke execute on function public.accept_invite(uuid) from public, anon;
alter table public.teams enable row level security;
alter table public.team_members enable row level security;
alter table public.team_invites enable row level security;
alter table public.tasks enable row level security;
create policy teams_read on public.teams for select to authenticated using (created_by = (select auth.uid()) or public.is_team_member(id));
create policy teams_create on public.teams for insert to authenticated with check (created_by = (select auth.uid()));
create policy members_read on public.team_members for select to authenticated using (public.is_team_member(team_id));
create policy members_leave on public.team_members for delete to authenticated using (user_id = (select auth.uid()) or public.is_team_owner(team_id));
create policy invites_read on public.team_invites for select to authenticated using (email = (auth.jwt() ->> 'email') or public.is_team_owner(team_id));
create policy invites_create on public.team_invites for insert to authenticated with check (public.is_team_owner(team_id));
create policy tasks_all on public.tasks for all to authenticated using (public.is_team_member(team_id)) with check (public.is_team_member(team_id));
