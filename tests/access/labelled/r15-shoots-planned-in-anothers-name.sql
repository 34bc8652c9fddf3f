-- Whoever is of the studio plans, and in anyone's name.
-- expect: error|warning forgery shoots authenticated
-- also: tampering|forgery shoots

create table public.studios (
  id uuid primary key default gen_random_uuid(),
  boss_id uuid not null default auth.uid() references auth.users (id),
  name text not null
);
create table public.studio_people (
  studio_id uuid not null references public.studios (id),
  user_id uuid not null references auth.users (id),
  primary key (studio_id, user_id)
);
create table public.shoots (
  id uuid primary key default gen_random_uuid(),
  studio_id uuid not null references public.studios (id),
  assignee_id uuid references auth.users (id),
  created_by uuid not null default auth.uid() references auth.users (id),
  brief text not null
);
create function public.in_studio(s uuid, u uuid default auth.uid()) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.studios x where x.id = s and x.boss_id = u)
      or exists (select 1 from public.studio_people p where p.studio_id = s and p.user_id = u)
$$;
alter table public.studios enable row level security;
alter table public.studio_people enable row level security;
alter table public.shoots enable row level security;
create policy "studios" on public.studios for select to authenticated using (boss_id = (select auth.uid()) or public.in_studio(id));
create policy "open" on public.studios for insert to authenticated with check (boss_id = (select auth.uid()));
create policy "people" on public.studio_people for select to authenticated using (public.in_studio(studio_id));
create policy "hire" on public.studio_people for insert to authenticated
  with check (exists (select 1 from public.studios s where s.id = studio_id and s.boss_id = (select auth.uid())));
create policy "let go" on public.studio_people for delete to authenticated
  using (user_id = (select auth.uid()) or exists (select 1 from public.studios s where s.id = studio_id and s.boss_id = (select auth.uid())));
create policy "shoots" on public.shoots for select to authenticated using (public.in_studio(studio_id));
create policy "plan" on public.shoots for insert to authenticated
  with check (public.in_studio(studio_id) and (assignee_id is null or public.in_studio(studio_id, assignee_id)));
create policy "creator or assignee works on it" on public.shoots for update to authenticated
  using (public.in_studio(studio_id) and (select auth.uid()) in (created_by, assignee_id))
  with check (public.in_studio(studio_id) and (select auth.uid()) in (created_by, assignee_id));
create policy "creator drops it" on public.shoots for delete to authenticated using (created_by = (select auth.uid()));
