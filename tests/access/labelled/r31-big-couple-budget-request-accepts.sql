-- Budgets of couples. Both sides may change a partner request, so that the asking one answers yes in the other's name; a trigger then puts both into one household, whose members read each other's accounts.
-- expect: error escalation partner_requests|household_members|bank_accounts|bank_transactions|savings_goals authenticated
-- also: escalation|forgery|tampering|bypass partner_requests|household_members|households|bank_accounts|bank_transactions|savings_goals|budgets
create type public.request_state as enum ('waiting', 'yes', 'no');
create table public.people (
  id uuid primary key references auth.users (id) on delete cascade,
  first_name text not null default 'New',
  currency char(3) not null default 'EUR'
);
create table public.households (
  id uuid primary key default gen_random_uuid(),
  created_at timestamptz not null default now()
);
create table public.household_members (
  household_id uuid not null references public.households (id),
  person_id uuid not null unique references public.people (id),
  primary key (household_id, person_id)
);
create table public.partner_requests (
  id uuid primary key default gen_random_uuid(),
  asks uuid not null default auth.uid() references public.people (id) on delete cascade,
  asked uuid not null references public.people (id) on delete cascade,
  state public.request_state not null default 'waiting',
  sent_at timestamptz not null default now(),
  check (asks <> asked),
  unique (asks, asked)
);
create table public.bank_accounts (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null default auth.uid() references public.people (id),
  bank text not null,
  iban text not null check (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$'),
  cents bigint not null default 0
);
create table public.bank_transactions (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references public.bank_accounts (id) on delete cascade,
  cents bigint not null check (cents <> 0),
  payee text,
  booked_on date not null default current_date
);
create table public.budgets (
  id uuid primary key default gen_random_uuid(),
  household_id uuid not null references public.households (id),
  category text not null check (category in ('food', 'rent', 'fun', 'other')),
  month date not null,
  cents bigint not null check (cents >= 0),
  unique (household_id, category, month)
);
create table public.savings_goals (
  id uuid primary key default gen_random_uuid(),
  household_id uuid not null references public.households (id),
  title text not null,
  target_cents bigint not null check (target_cents > 0)
);
create function public.new_person() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.people (id, first_name) values (new.id, coalesce(new.raw_user_meta_data ->> 'first_name', 'New'));
  return new;
end $$;
create trigger new_person after insert on auth.users for each row execute function public.new_person();
create function public.move_in() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  v_household uuid;
begin
  if new.state = 'yes' and old.state = 'waiting' then
    insert into public.households default values returning id into v_household;
    delete from public.household_members where person_id in (new.asks, new.asked);
    insert into public.household_members (household_id, person_id) values (v_household, new.asks), (v_household, new.asked);
  end if;
  return null;
end $$;
create trigger move_in after update on public.partner_requests for each row execute function public.move_in();
create function public.my_household() returns uuid language sql stable security definer set search_path = '' as $$
  select m.household_id from public.household_members m where m.person_id = (select auth.uid()) $$;
create function public.my_people() returns setof uuid language sql stable security definer set search_path = '' as $$
  select m.person_id from public.household_members m where m.household_id = public.my_household()
  union select auth.uid() where auth.uid() is not null $$;
alter table public.people enable row level security;
alter table public.households enable row level security;
alter table public.household_members enable row level security;
alter table public.partner_requests enable row level security;
alter table public.bank_accounts enable row level security;
alter table public.bank_transactions enable row level security;
alter table public.budgets enable row level security;
alter table public.savings_goals enable row level security;
create policy "people one lives with" on public.people for select to authenticated using (id in (select public.my_people()));
create policy "own name" on public.people for update to authenticated using (id = (select auth.uid())) with check (id = (select auth.uid()));
create policy "own household" on public.households for select to authenticated using (id = public.my_household());
create policy "household members" on public.household_members for select to authenticated using (household_id = public.my_household());
create policy "both see" on public.partner_requests for select to authenticated using ((select auth.uid()) in (asks, asked));
create policy "ask" on public.partner_requests for insert to authenticated with check (asks = (select auth.uid()) and state = 'waiting');
create policy "answer" on public.partner_requests for update to authenticated
  using ((select auth.uid()) in (asks, asked) and state = 'waiting')
  with check ((select auth.uid()) in (asks, asked));
revoke update on public.partner_requests from anon, authenticated;
grant update (state) on public.partner_requests to authenticated;
create policy "accounts seen at home" on public.bank_accounts for select to authenticated using (person_id in (select public.my_people()));
create policy "own accounts in" on public.bank_accounts for insert to authenticated with check (person_id = (select auth.uid()));
create policy "own accounts change" on public.bank_accounts for update to authenticated using (person_id = (select auth.uid())) with check (person_id = (select auth.uid()));
create policy "own accounts out" on public.bank_accounts for delete to authenticated using (person_id = (select auth.uid()));
create policy "transactions of visible accounts" on public.bank_transactions for select to authenticated using (
  account_id in (select a.id from public.bank_accounts a));
create policy "own transactions in" on public.bank_transactions for insert to authenticated with check (
  account_id in (select a.id from public.bank_accounts a where a.person_id = (select auth.uid())));
create policy "budgets of the household" on public.budgets for all to authenticated using (household_id = public.my_household()) with check (household_id = public.my_household());
create policy "goals of the household" on public.savings_goals for all to authenticated using (household_id = public.my_household()) with check (household_id = public.my_household());
