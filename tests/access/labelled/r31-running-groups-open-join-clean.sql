-- clean
-- One joins a group by oneself, but an open one only; a closed group is joined by a request, which its captain accepts through a function that asks who calls.
create table public.run_groups (
  id uuid primary key default gen_random_uuid(),
  captain_id uuid not null default auth.uid() references auth.users (id),
  name text not null,
  open boolean not null default true
);
create table public.runners (
  group_id uuid not null references public.run_groups (id),
  user_id uuid not null default auth.uid() references auth.users (id),
  primary key (group_id, user_id)
);
create table public.join_requests (
  group_id uuid not null references public.run_groups (id),
  user_id uuid not null default auth.uid() references auth.users (id),
  message text,
  primary key (group_id, user_id)
);
create table public.meeting_points (
  id uuid primary key default gen_random_uuid(),
  group_id uuid not null references public.run_groups (id),
  place text not null,
  at timestamptz not null
);
create function public.runs_in(g uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.runners r where r.group_id = g and r.user_id = auth.uid()) $$;
create function public.captains(g uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.run_groups x where x.id = g and x.captain_id = auth.uid()) $$;
create function public.is_open(g uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce((select x.open from public.run_groups x where x.id = g), false) $$;
create function public.let_in(g uuid, who uuid) returns void language plpgsql security definer set search_path = '' as $$
begin
  if not public.captains(g) then
    raise exception 'not your group';
  end if;
  delete from public.join_requests where group_id = g and user_id = who;
  if not found then
    raise exception 'nobody asked';
  end if;
  insert into public.runners (group_id, user_id) values (g, who);
end $$;
revoke execute on function public.let_in(uuid, uuid) from public, anon;
alter table public.run_groups enable row level security;
alter table public.runners enable row level security;
alter table public.join_requests enable row level security;
alter table public.meeting_points enable row level security;
create policy g_read on public.run_groups for select to authenticated using (true);
create policy g_new on public.run_groups for insert to authenticated with check (captain_id = auth.uid());
create policy g_edit on public.run_groups for update to authenticated using (captain_id = auth.uid()) with check (captain_id = auth.uid());
create policy r_read on public.runners for select to authenticated using (user_id = auth.uid() or public.captains(group_id));
create policy r_join on public.runners for insert to authenticated with check (user_id = auth.uid() and public.is_open(group_id));
create policy r_leave on public.runners for delete to authenticated using (user_id = auth.uid() or public.captains(group_id));
create policy q_read on public.join_requests for select to authenticated using (user_id = auth.uid() or public.captains(group_id));
create policy q_ask on public.join_requests for insert to authenticated with check (user_id = auth.uid());
create policy q_back on public.join_requests for delete to authenticated using (user_id = auth.uid());
create policy p_read on public.meeting_points for select to authenticated using (public.captains(group_id) or public.runs_in(group_id));
create policy p_set on public.meeting_points for insert to authenticated with check (public.captains(group_id));
create policy p_change on public.meeting_points for update to authenticated using (public.captains(group_id)) with check (public.captains(group_id));
