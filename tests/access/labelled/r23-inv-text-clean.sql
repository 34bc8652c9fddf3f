-- clean
create extension if not exists pgcrypto with schema extensions;
create table public.teams (id uuid primary key default gen_random_uuid(), name text not null, owner_id uuid not null default auth.uid() references auth.users(id));
create table public.members (team_id uuid not null references public.teams(id) on delete cascade, user_id uuid not null references auth.users(id) on delete cascade, role text not null default 'member' check (role in ('member','admin')), primary key (team_id, user_id));
create table public.invites (id uuid primary key default gen_random_uuid(), team_id uuid not null references public.teams(id) on delete cascade, code text not null default encode(extensions.gen_random_bytes(12),'hex'), invited_by uuid not null default auth.uid() references auth.users(id), used boolean not null default false);
create table public.docs (id uuid primary key default gen_random_uuid(), team_id uuid not null references public.teams(id) on delete cascade, body text not null);
create function public.in_team(t uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.members where team_id = t and user_id = auth.uid()) or exists (select 1 from public.teams where id = t and owner_id = auth.uid()) $$;
alter table public.teams enable row level security; alter table public.members enable row level security; alter table public.invites enable row level security; alter table public.docs enable row level security;
create policy t on public.teams for select to authenticated using (public.in_team(id));
create policy ti on public.teams for insert to authenticated with check (owner_id = auth.uid());
create policy m on public.members for select to authenticated using (public.in_team(team_id));
create policy d on public.docs for select to authenticated using (public.in_team(team_id));
create policy di on public.docs for insert to authenticated with check (public.in_team(team_id));
create policy i on public.invites for select to authenticated using (invited_by = auth.uid());
create policy ii on public.invites for insert to authenticated with check (invited_by = auth.uid() and public.in_team(team_id));
create function public.accept(p_token text) returns uuid language plpgsql security definer set search_path = '' as $$
declare t uuid; 
begin
  update public.invites set used = true where code = p_token and not used returning team_id into t;
  if t is null then raise exception 'no such invitation'; end if;
  insert into public.members (team_id, user_id) values (t, auth.uid()) on conflict do nothing;
  return t;
end $$;
revoke execute on function public.accept(text) from public, anon;
