-- transfer(from, to, amount) trusts the caller's "from".
-- expect: error tampering|bypass|forgery|escalation transfer authenticated
-- also: tampering|bypass accounts
create table public.accounts (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null references auth.users(id),
  balance numeric(18,2) not null default 0 check (balance >= 0)
);
create table public.transfers (
  id bigint generated always as identity primary key,
  from_account uuid not null references public.accounts(id),
  to_account uuid not null references public.accounts(id),
  amount numeric(18,2) not null check (amount > 0),
  check (from_account <> to_account)
);
alter table public.accounts enable row level security;
alter table public.transfers enable row level security;
create policy own on public.accounts for select to authenticated using (owner_id = auth.uid());
create policy own on public.transfers for select to authenticated using (
  exists (select 1 from public.accounts a where a.id in (from_account, to_account) and a.owner_id = auth.uid()));
create function public.transfer(p_from uuid, p_to uuid, p_amount numeric) returns void language plpgsql security definer set search_path = public as $$
begin
  if auth.uid() is null then raise exception 'sign in'; end if;
  if p_amount <= 0 then raise exception 'amount'; end if;
  update accounts set balance = balance - p_amount where id = p_from;
  update accounts set balance = balance + p_amount where id = p_to;
  insert into transfers (from_account, to_account, amount) values (p_from, p_to, p_amount);
end $$;
revoke execute on function public.transfer(uuid, uuid, numeric) from public, anon;
