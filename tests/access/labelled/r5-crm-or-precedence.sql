-- AND binds tighter than OR: whoever owns any team at all reads and deletes every team's contacts.
-- expect: error|warning escalation|tampering|exposure contacts|team_members|teams authenticated
-- also: forgery|tampering|escalation contacts
create type team_role as enum ('owner', 'manager', 'agent');
create table teams (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  created_by uuid not null default auth.uid() references auth.users(id)
);
create table team_members (
  team_id uuid not null references teams(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  role team_role not null default 'agent',
  primary key (team_id, user_id)
);
create table contacts (
  id uuid primary key default gen_random_uuid(),
  team_id uuid not null references teams(id) on delete cascade,
  name text not null,
  email text check (email ~* '^[^@]+@[^@]+$'),
  phone text,
  notes text
);
alter table teams enable row level security;
alter table team_members enable row level security;
alter table contacts enable row level security;

create function my_team_ids() returns setof uuid language sql stable security definer set search_path = '' as
$$ select team_id from public.team_members where user_id = (select auth.uid()) $$;
create function bootstrap_team() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.team_members (team_id, user_id, role) values (new.id, new.created_by, 'owner');
  return new;
end $$;
create trigger on_team_created after insert on teams for each row execute function bootstrap_team();

create policy "create team" on teams for insert to authenticated with check (created_by = auth.uid());
create policy "see team" on teams for select to authenticated using (id in (select my_team_ids()) or created_by = auth.uid());
create policy "see members" on team_members for select to authenticated using (team_id in (select my_team_ids()));
create policy "see contacts" on contacts for select to authenticated using (team_id in (select my_team_ids()));
create policy "add contacts" on contacts for insert to authenticated with check (team_id in (select my_team_ids()));
create policy "managers delete contacts" on contacts for delete to authenticated using (
  exists (select 1 from team_members m
          where m.team_id = contacts.team_id and m.user_id = auth.uid() and m.role = 'manager' or m.role = 'owner'));
create policy "managers read all" on contacts for select to authenticated using (
  exists (select 1 from team_members m
          where m.team_id = contacts.team_id and m.user_id = auth.uid() and m.role = 'manager' or m.role = 'owner'));
