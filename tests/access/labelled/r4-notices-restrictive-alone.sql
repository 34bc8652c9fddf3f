-- "members only" on notices is restrictive and there is nothing permissive beside it: nobody reads a notice.
-- expect: warning|review|error dead notices authenticated
create table public.clubs (id uuid primary key default gen_random_uuid(), name text not null);
create table public.club_members (club_id uuid references public.clubs(id) on delete cascade, user_id uuid references auth.users(id) on delete cascade, primary key (club_id, user_id));
create table public.notices (id uuid primary key default gen_random_uuid(), club_id uuid not null references public.clubs(id) on delete cascade, title text not null, created_at timestamptz not null default now());
alter table public.clubs enable row level security;
alter table public.club_members enable row level security;
alter table public.notices enable row level security;
create policy r on public.clubs for select using (true);
create policy own on public.club_members for select to authenticated using (user_id = (select auth.uid()));
create policy leave on public.club_members for delete to authenticated using (user_id = (select auth.uid()));
create policy "members only" on public.notices as restrictive for select to authenticated
  using (club_id in (select m.club_id from public.club_members m where m.user_id = (select auth.uid())));
