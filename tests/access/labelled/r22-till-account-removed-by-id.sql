-- A till: the function that removes an account asks nobody; rows that hang on an account save only those that have some.
-- expect: error bypass|tampering close_account any
create table public.till_accounts (
  id uuid primary key default gen_random_uuid(),
  holder_id uuid not null default auth.uid() references auth.users (id),
  label text not null
);
create table public.bookings (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references public.till_accounts (id),
  cents int not null
);
alter table public.till_accounts enable row level security;
alter table public.bookings enable row level security;
create policy "own accounts" on public.till_accounts for select to authenticated using (holder_id = (select auth.uid()));
create policy "open one" on public.till_accounts for insert to authenticated with check (holder_id = (select auth.uid()));
create policy "own bookings" on public.bookings for select to authenticated
  using (exists (select 1 from public.till_accounts a where a.id = account_id and a.holder_id = (select auth.uid())));
create function public.close_account(p_account uuid) returns void language sql security definer set search_path = '' as
$$ delete from public.till_accounts where id = p_account $$;
