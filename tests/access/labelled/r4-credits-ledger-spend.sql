-- A credit ledger: users read, only functions write, and those only for the caller.
-- clean
create table public.credit_accounts (
  user_id uuid primary key references auth.users(id) on delete cascade,
  balance int not null default 10 check (balance >= 0)
);
create table public.credit_ledger (
  id bigint generated always as identity primary key,
  user_id uuid not null references auth.users(id) on delete cascade,
  delta int not null check (delta <> 0),
  reason text not null,
  created_at timestamptz not null default now()
);
create table public.generations (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  prompt text not null,
  created_at timestamptz not null default now()
);
alter table public.credit_accounts enable row level security;
alter table public.credit_ledger enable row level security;
alter table public.generations enable row level security;
create policy own on public.credit_accounts for select to authenticated using (user_id = auth.uid());
create policy own on public.credit_ledger for select to authenticated using (user_id = auth.uid());
create policy own on public.generations for select to authenticated using (user_id = auth.uid());
create or replace function public.start_generation(p_prompt text, p_cost int default 1) returns uuid
language plpgsql security definer set search_path = public as $$
declare v_id uuid;
begin
  if auth.uid() is null then raise exception 'sign in first'; end if;
  if p_cost is null or p_cost < 1 then raise exception 'cost must be positive'; end if;
  update credit_accounts set balance = balance - p_cost where user_id = auth.uid() and balance >= p_cost;
  if not found then raise exception 'insufficient credits'; end if;
  insert into credit_ledger (user_id, delta, reason) values (auth.uid(), -p_cost, 'generation');
  insert into generations (user_id, prompt) values (auth.uid(), p_prompt) returning id into v_id;
  return v_id;
end $$;
revoke all on function public.start_generation(text, int) from public, anon;
create or replace function public.handle_new_user() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into credit_accounts (user_id) values (new.id) on conflict do nothing;
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
