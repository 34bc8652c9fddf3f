-- Users were numbers once: the policy casts the caller's uuid to bigint, which no uuid survives.
-- expect: error error|dead wallets authenticated

create table public.wallets (
  id bigint generated always as identity primary key,
  user_id bigint not null unique,
  cents bigint not null default 0
);
create table public.currencies (code char(3) primary key check (code ~ '^[A-Z]{3}$'), name text not null);
alter table public.wallets enable row level security;
alter table public.currencies enable row level security;
create policy "currencies" on public.currencies for select using (true);
create policy "own wallet" on public.wallets for select to authenticated using (user_id = auth.uid()::text::bigint);
