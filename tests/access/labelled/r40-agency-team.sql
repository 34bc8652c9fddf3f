-- Agency workspaces: the team is a column of one's profile, which one may edit whole.
-- expect: error escalation profiles|campaigns|client_briefs|teams authenticated
create table public.teams (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  team_id uuid references public.teams(id) on delete set null,
  display_name text,
  timezone text not null default 'UTC',
  onboarding_done boolean not null default false
);
create table public.campaigns (
  id uuid primary key default gen_random_uuid(),
  team_id uuid not null references public.teams(id) on delete cascade,
  title text not null,
  budget numeric(12,2)
);
create table public.client_briefs (
  id uuid primary key default gen_random_uuid(),
  campaign_id uuid not null references public.campaigns(id) on delete cascade,
  content text
);
create schema if not exists app_private;
grant usage on schema app_private to authenticated;
create or replace function app_private.my_team() returns uuid
language sql stable security definer set search_path = '' as $$
  select team_id from public.profiles where id = (select auth.uid());
$$;
create or replace function public.handle_new_user() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, display_name) values (new.id, split_part(new.email, '@', 1));
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
alter table public.teams enable row level security;
alter table public.profiles enable row level security;
alter table public.campaigns enable row level security;
alter table public.client_briefs enable row level security;
create policy "my team" on public.teams for select to authenticated using (id = (select app_private.my_team()));
create policy "me and my colleagues" on public.profiles for select to authenticated
  using (id = (select auth.uid()) or team_id = (select app_private.my_team()));
create policy "update my settings" on public.profiles for update to authenticated
  using (id = (select auth.uid())) with check (id = (select auth.uid()));
create policy "team campaigns" on public.campaigns for all to authenticated
  using (team_id = (select app_private.my_team())) with check (team_id = (select app_private.my_team()));
create policy "team briefs" on public.client_briefs for all to authenticated
  using (exists (select 1 from public.campaigns c where c.id = campaign_id and c.team_id = (select app_private.my_team())))
  with check (exists (select 1 from public.campaigns c where c.id = campaign_id and c.team_id = (select app_private.my_team())));
