-- A savings club. The statement function runs as its owner and asks only whether somebody is signed in.
-- expect: error bypass savings_statement|deposits authenticated
-- also: bypass|exposure savings_statement|deposits|savings_accounts
create table public.savings_accounts (
  id uuid primary key default gen_random_uuid(),
  holder_id uuid not null references auth.users (id),
  label text not null,
  opened_on date not null default current_date
);
create table public.deposits (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references public.savings_accounts (id),
  cents int not null check (cents > 0),
  reference text,
  booked_at timestamptz not null default now()
);
alter table public.savings_accounts enable row level security;
alter table public.deposits enable row level security;
create policy "holder reads account" on public.savings_accounts for select to authenticated using (holder_id = (select auth.uid()));
create policy "holder reads deposits" on public.deposits for select to authenticated using (
  exists (select 1 from public.savings_accounts a where a.id = deposits.account_id and a.holder_id = (select auth.uid())));
create function public.savings_statement(p_account uuid, p_from date default '2000-01-01')
returns table (booked_at timestamptz, cents int, reference text)
language plpgsql stable security definer set search_path = '' as $$
begin
  if auth.uid() is null then
    raise exception 'not signed in' using errcode = '28000';
  end if;
  return query
    select d.booked_at, d.cents, d.reference
    from public.deposits d join public.savings_accounts a on a.id = d.account_id
    where a.id = p_account and d.booked_at >= p_from
    order by d.booked_at;
end $$;
revoke execute on function public.savings_statement(uuid, date) from public, anon;
