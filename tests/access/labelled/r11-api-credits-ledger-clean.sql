-- clean
-- An API with credits: a ledger that only functions write, the balance as a view of the caller, keys with their prefix alone to be read.
create table public.api_keys (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  prefix text not null,
  hash text not null unique,
  last_used_at timestamptz
);
create table public.ledger (
  id bigint generated always as identity primary key,
  user_id uuid not null references auth.users(id) on delete cascade,
  delta int not null check (delta <> 0),
  reason text not null check (reason in ('signup','purchase','usage','refund')),
  at timestamptz not null default now()
);
create table public.plans (id text primary key, monthly_credits int not null check (monthly_credits > 0), price_cents int not null);
alter table public.api_keys enable row level security;
alter table public.ledger enable row level security;
alter table public.plans enable row level security;
create policy "plans" on public.plans for select using (true);
create policy "own keys" on public.api_keys for select to authenticated using (user_id = auth.uid());
create policy "revoke own keys" on public.api_keys for delete to authenticated using (user_id = auth.uid());
revoke select on public.api_keys from anon, authenticated;
grant select (id, user_id, prefix, last_used_at) on public.api_keys to authenticated;
create policy "own ledger" on public.ledger for select to authenticated using (user_id = auth.uid());
create view public.balances with (security_invoker = true) as select user_id, sum(delta) as credits from public.ledger group by user_id;
create function public.use_credits(p_amount int) returns int language plpgsql security definer set search_path = '' as $$
declare v_left int;
begin
  if auth.uid() is null then raise exception 'sign in first' using errcode = '42501'; end if;
  if p_amount is null or p_amount < 1 or p_amount > 1000 then raise exception 'bad amount'; end if;
  select coalesce(sum(delta), 0) into v_left from public.ledger where user_id = auth.uid();
  if v_left < p_amount then raise exception 'not enough credits'; end if;
  insert into public.ledger (user_id, delta, reason) values (auth.uid(), -p_amount, 'usage');
  return v_left - p_amount;
end $$;
create function public.grant_credits(p_user uuid, p_amount int, p_reason text) returns void language sql security definer set search_path = '' as
  $$ insert into public.ledger (user_id, delta, reason) values (p_user, p_amount, p_reason) $$;
revoke execute on function public.grant_credits(uuid, int, text) from public, anon, authenticated;
grant execute on function public.grant_credits(uuid, int, text) to service_role;
create function public.welcome() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.ledger (user_id, delta, reason) values (new.id, 10, 'signup');
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.welcome();
