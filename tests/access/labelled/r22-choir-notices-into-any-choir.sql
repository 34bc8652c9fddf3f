-- Choirs: notices are read by the choir's singers alone, and pinned up by whoever signs them, in any choir.
-- expect: error|warning forgery|tampering notices any
create table public.choirs (id uuid primary key default gen_random_uuid(), name text not null);
create table public.singers (
  choir_id uuid not null references public.choirs (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (choir_id, user_id)
);
create table public.notices (
  id uuid primary key default gen_random_uuid(),
  choir_id uuid not null references public.choirs (id) on delete cascade,
  author_id uuid not null default auth.uid() references auth.users (id),
  body text not null
);
create function public.sings_in(c uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.singers s where s.choir_id = c and s.user_id = (select auth.uid())) $$;
alter table public.choirs enable row level security;
alter table public.singers enable row level security;
alter table public.notices enable row level security;
create policy "my choirs" on public.choirs for select to authenticated using (public.sings_in(id));
create policy "fellow singers" on public.singers for select to authenticated using (public.sings_in(choir_id));
create policy "notices of my choirs" on public.notices for select to authenticated using (public.sings_in(choir_id));
create policy "pin up" on public.notices for insert to authenticated with check (author_id = (select auth.uid()));
create policy "take down" on public.notices for delete to authenticated using (author_id = (select auth.uid()) and public.sings_in(choir_id));
