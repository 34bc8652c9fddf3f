-- clean
-- Swaps between two people; the look-up of parcels doesn't ask for which swap.
create table public.members (id uuid primary key references auth.users(id) on delete cascade, nick text not null);
create table public.swaps (id bigint generated always as identity primary key, giver uuid not null references public.members(id), taker uuid not null references public.members(id), check (giver is distinct from taker));
create table public.parcels (id bigint generated always as identity primary key, swap_id bigint not null references public.swaps(id) on delete cascade, sent_by uuid not null default auth.uid() references public.members(id), carrier text not null, tracking text);
alter table public.members enable row level security; alter table public.swaps enable row level security; alter table public.parcels enable row level security;
create policy m on public.members for select to authenticated using (true);
create policy mi on public.members for insert to authenticated with check (id = auth.uid());
create policy s on public.swaps for select to authenticated using (auth.uid() in (giver, taker));
create policy si on public.swaps for insert to authenticated with check (giver = auth.uid());
create policy p on public.parcels for select to authenticated using (exists (select 1 from public.swaps s where s.id = swap_id and auth.uid() in (s.giver, s.taker)));
create policy pi on public.parcels for insert to authenticated with check (sent_by = auth.uid() and exists (select 1 from public.swaps s where s.id = swap_id and (s.giver = auth.uid() or s.taker = auth.uid())));
