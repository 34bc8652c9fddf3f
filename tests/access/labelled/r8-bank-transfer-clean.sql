-- clean
-- Pocket money: accounts are read by their owner and moved by functions that check the caller, the amount and the balance.
create table public.pockets (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null references auth.users(id) on delete cascade,
  label text not null default 'main',
  balance_cents bigint not null default 0 check (balance_cents >= 0),
  unique (owner_id, label)
);
create table public.transfers (
  id bigint generated always as identity primary key,
  from_pocket uuid not null references public.pockets(id),
  to_pocket uuid not null references public.pockets(id),
  amount_cents bigint not null check (amount_cents > 0),
  memo text,
  created_at timestamptz not null default now(),
  check (from_pocket <> to_pocket)
);
create table public.audit_log (
  id bigint generated always as identity primary key,
  actor uuid,
  action text not null,
  row_data jsonb not null,
  at timestamptz not null default now()
);
alter table public.pockets enable row level security;
alter table public.transfers enable row level security;
alter table public.audit_log enable row level security;
create policy "own pockets" on public.pockets for select to authenticated using (owner_id = auth.uid());
create policy "open empty pockets" on public.pockets for insert to authenticated with check (owner_id = auth.uid() and balance_cents = 0);
create policy "relabel" on public.pockets for update to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
revoke update on public.pockets from anon, authenticated;
grant update (label) on public.pockets to authenticated;
create policy "own transfers" on public.transfers for select to authenticated
  using (from_pocket in (select id from public.pockets where owner_id = auth.uid()) or to_pocket in (select id from public.pockets where owner_id = auth.uid()));
create function public.audit() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.audit_log (actor, action, row_data) values (auth.uid(), tg_op || ' ' || tg_table_name, to_jsonb(coalesce(new, old)));
  return coalesce(new, old);
end $$;
create trigger pockets_audit after insert or update or delete on public.pockets for each row execute function public.audit();
create function public.transfer(p_from uuid, p_to uuid, p_amount bigint, p_memo text default null) returns bigint
language plpgsql security definer set search_path = '' as $$
declare v_id bigint;
begin
  if p_amount is null or p_amount <= 0 then raise exception 'amount must be positive'; end if;
  update public.pockets set balance_cents = balance_cents - p_amount
   where id = p_from and owner_id = auth.uid() and balance_cents >= p_amount;
  if not found then raise exception 'not your pocket, or not enough in it'; end if;
  update public.pockets set balance_cents = balance_cents + p_amount where id = p_to;
  if not found then raise exception 'no such pocket'; end if;
  insert into public.transfers (from_pocket, to_pocket, amount_cents, memo) values (p_from, p_to, p_amount, p_memo) returning id into v_id;
  return v_id;
end $$;
revoke execute on function public.transfer(uuid, uuid, bigint, text) from public, anon;
grant execute on function public.transfer(uuid, uuid, bigint, text) to authenticated;
