-- Choirs: whoever was told of a choir asks to join it, and reads what came of that; the singers read who asks.
-- clean
create table public.choirs (id uuid primary key default gen_random_uuid(), name text not null);
create table public.singers (
  choir_id uuid not null references public.choirs (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (choir_id, user_id)
);
create table public.requests (
  id uuid primary key default gen_random_uuid(),
  choir_id uuid not null references public.choirs (id) on delete cascade,
  asker_id uuid not null default auth.uid() references auth.users (id),
  words text not null
);
create function public.sings_in(c uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.singers s where s.choir_id = c and s.user_id = (select auth.uid())) $$;
alter table public.choirs enable row level security;
alter table public.singers enable row level security;
alter table public.requests enable row level security;
create policy "my choirs" on public.choirs for select to authenticated using (public.sings_in(id));
create policy "fellow singers" on public.singers for select to authenticated using (public.sings_in(choir_id));
create policy "who asks" on public.requests for select to authenticated
  using (asker_id = (select auth.uid()) or public.sings_in(choir_id));
create policy "ask" on public.requests for insert to authenticated with check (asker_id = (select auth.uid()));
create policy "take back" on public.requests for delete to authenticated using (asker_id = (select auth.uid()));
