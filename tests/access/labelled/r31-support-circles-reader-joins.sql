-- Confidential support circles: one joins by oneself, if only as a reader; a reader reads everything that was said.
-- expect: error escalation circle_members|circles|posts authenticated
-- also: escalation|bypass|forgery|exposure circle_members|circles|posts
create type public.circle_role as enum ('reader', 'speaker', 'host');
create table public.circles (
  id uuid primary key default gen_random_uuid(),
  topic text not null,
  host_id uuid not null default auth.uid() references auth.users (id)
);
create table public.circle_members (
  circle_id uuid not null references public.circles (id),
  user_id uuid not null default auth.uid() references auth.users (id),
  role public.circle_role not null default 'reader',
  primary key (circle_id, user_id)
);
create table public.posts (
  id uuid primary key default gen_random_uuid(),
  circle_id uuid not null references public.circles (id),
  author_id uuid not null default auth.uid() references auth.users (id),
  body text not null check (length(body) <= 4000)
);
create function public.circle_role_of(p_circle uuid) returns public.circle_role language sql stable security definer set search_path = '' as $$
  select m.role from public.circle_members m where m.circle_id = p_circle and m.user_id = auth.uid() $$;
create function public.hosts(p_circle uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.circles c where c.id = p_circle and c.host_id = auth.uid()) $$;
alter table public.circles enable row level security;
alter table public.circle_members enable row level security;
alter table public.posts enable row level security;
create policy c_read on public.circles for select to authenticated using (host_id = auth.uid() or public.circle_role_of(id) is not null);
create policy c_new on public.circles for insert to authenticated with check (host_id = auth.uid());
create policy m_read on public.circle_members for select to authenticated using (user_id = auth.uid() or public.hosts(circle_id));
create policy m_join on public.circle_members for insert to authenticated with check (
  (user_id = auth.uid() and role = 'reader') or public.hosts(circle_id));
create policy m_role on public.circle_members for update to authenticated using (public.hosts(circle_id)) with check (public.hosts(circle_id));
create policy m_out on public.circle_members for delete to authenticated using (user_id = auth.uid() or public.hosts(circle_id));
create policy p_read on public.posts for select to authenticated using (public.circle_role_of(circle_id) is not null);
create policy p_say on public.posts for insert to authenticated with check (
  author_id = auth.uid() and public.circle_role_of(circle_id) in ('speaker', 'host'));
create policy p_take_back on public.posts for delete to authenticated using (author_id = auth.uid());
