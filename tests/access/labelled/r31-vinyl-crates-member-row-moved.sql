-- Record collections kept in shared crates. Everyone may change the own membership (a nickname, notifications); nothing pins the crate, so that a member moves its row into any crate.
-- expect: error escalation crate_members|crates|records authenticated
-- also: escalation|tampering|forgery|bypass crate_members|crates|records
create table public.crates (
  id uuid primary key default gen_random_uuid(),
  created_by uuid not null default auth.uid() references auth.users (id),
  name text not null check (length(name) between 1 and 80),
  created_at timestamptz not null default now()
);
create table public.crate_members (
  crate_id uuid not null references public.crates (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  nickname text,
  notify boolean not null default true,
  primary key (crate_id, user_id)
);
create table public.records (
  id uuid primary key default gen_random_uuid(),
  crate_id uuid not null references public.crates (id) on delete cascade,
  artist text not null,
  title text not null,
  pressed int check (pressed between 1900 and 2100),
  added_by uuid not null default auth.uid() references auth.users (id)
);
create function public.in_crate(p_crate uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.crate_members m where m.crate_id = p_crate and m.user_id = (select auth.uid())) $$;
create function public.owns_crate(p_crate uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.crates c where c.id = p_crate and c.created_by = (select auth.uid())) $$;
alter table public.crates enable row level security;
alter table public.crate_members enable row level security;
alter table public.records enable row level security;
create policy "see crates" on public.crates for select to authenticated using (created_by = (select auth.uid()) or public.in_crate(id));
create policy "new crate" on public.crates for insert to authenticated with check (created_by = (select auth.uid()));
create policy "rename crate" on public.crates for update to authenticated using (created_by = (select auth.uid())) with check (created_by = (select auth.uid()));
create policy "see members" on public.crate_members for select to authenticated using (public.in_crate(crate_id) or public.owns_crate(crate_id));
create policy "owner adds" on public.crate_members for insert to authenticated with check (public.owns_crate(crate_id));
create policy "own settings" on public.crate_members for update to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "leave or be removed" on public.crate_members for delete to authenticated using (user_id = (select auth.uid()) or public.owns_crate(crate_id));
create policy "see records" on public.records for select to authenticated using (public.in_crate(crate_id));
create policy "add records" on public.records for insert to authenticated with check (public.in_crate(crate_id) and added_by = (select auth.uid()));
create policy "take out own" on public.records for delete to authenticated using (added_by = (select auth.uid()) and public.in_crate(crate_id));
