-- Wishes: who gives what is shown to all but the one who wished, which is the point of it.
-- clean
create table public.wishes (
  id uuid primary key default gen_random_uuid(),
  wisher_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  title text not null
);
create table public.gifts (
  id uuid primary key default gen_random_uuid(),
  wish_id uuid not null references public.wishes (id) on delete cascade,
  wisher_id uuid not null references auth.users (id) on delete cascade,
  giver_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  unique (wish_id)
);
alter table public.wishes enable row level security;
alter table public.gifts enable row level security;
create policy "wishes are for all" on public.wishes for select to authenticated using (true);
create policy "wish" on public.wishes for insert to authenticated with check (wisher_id = (select auth.uid()));
create policy "no longer wished" on public.wishes for delete to authenticated using (wisher_id = (select auth.uid()));
create policy "a surprise" on public.gifts for select to authenticated using (wisher_id <> (select auth.uid()));
create policy "give" on public.gifts for insert to authenticated
  with check (giver_id = (select auth.uid())
    and exists (select 1 from public.wishes w where w.id = wish_id and w.wisher_id = gifts.wisher_id and w.wisher_id <> (select auth.uid())));
create policy "give something else" on public.gifts for delete to authenticated using (giver_id = (select auth.uid()));
