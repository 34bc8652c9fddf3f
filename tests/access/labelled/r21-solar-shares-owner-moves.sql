-- A solar cooperative: a share changes hands by a plain update of its holder, and any member confirms any payout.
-- expect: error|warning tampering shares
-- expect: error|warning tampering payouts
create table public.members (id uuid primary key references auth.users(id) on delete cascade, name text not null default '', iban text);
create table public.shares (
  id bigint generated always as identity primary key,
  holder_id uuid not null references public.members(id),
  kilowatts numeric(6,2) not null check (kilowatts > 0)
);
create table public.payouts (
  id bigint generated always as identity primary key,
  member_id uuid not null references public.members(id),
  year int not null check (year between 2020 and 2100),
  cents bigint not null check (cents > 0),
  confirmed boolean not null default false
);
alter table public.members enable row level security;
alter table public.shares enable row level security;
alter table public.payouts enable row level security;
create policy "me" on public.members for select to authenticated using (id = auth.uid());
create policy "change me" on public.members for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy "all see the shares" on public.shares for select to authenticated using (true);
create policy "change own shares" on public.shares for update to authenticated using (holder_id = auth.uid()) with check (true);
create policy "all see the payouts" on public.payouts for select to authenticated using (true);
create policy "confirm payouts" on public.payouts for update to authenticated using (auth.uid() is not null) with check (auth.uid() is not null);
create policy "drop own payouts" on public.payouts for delete to authenticated using (member_id = auth.uid() and not confirmed);
