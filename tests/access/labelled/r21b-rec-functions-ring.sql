-- expect: error error teams|members
create table public.teams (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users(id), name text);
create table public.members (team_id uuid not null references public.teams(id), user_id uuid not null references auth.users(id), primary key (team_id, user_id));
alter table public.teams enable row level security; alter table public.members enable row level security;
create function public.sees_team(t uuid) returns boolean language plpgsql stable as $$ begin return exists (select 1 from public.teams where id = t); end $$;
create function public.is_in(t uuid) returns boolean language plpgsql stable as $$ begin return exists (select 1 from public.members where team_id = t); end $$;
create policy a on public.teams for select to authenticated using (public.is_in(id));
create policy b on public.members for select to authenticated using (public.sees_team(team_id));
