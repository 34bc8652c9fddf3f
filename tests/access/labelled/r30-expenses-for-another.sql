-- Expense claims: the function that hands one in takes the employee as an argument; the update policy lets a claim be
-- moved to somebody else's account, since its WITH CHECK is true.
-- expect: error forgery|bypass submit_expense|expenses authenticated
-- expect: error tampering expenses authenticated
-- also: forgery|tampering expenses|submit_expense
create table public.cost_centres (code text primary key check (code ~ '^[A-Z]{2}[0-9]{3}$'), name text not null);
create table public.expenses (
  id uuid primary key default gen_random_uuid(),
  employee_id uuid not null references auth.users (id) on delete cascade,
  cost_centre text references public.cost_centres (code),
  amount numeric(9, 2) not null check (amount > 0),
  spent_on date not null,
  status text not null default 'submitted' check (status in ('submitted', 'paid')),
  reason text
);
create table public.receipts (
  id uuid primary key default gen_random_uuid(),
  expense_id uuid not null references public.expenses (id) on delete cascade,
  file_path text not null
);
alter table public.cost_centres enable row level security;
alter table public.expenses enable row level security;
alter table public.receipts enable row level security;
create policy "cost centres" on public.cost_centres for select to authenticated using (true);
-- an open book: colleagues see what was claimed
create policy "open book" on public.expenses for select to authenticated using (true);
create policy "correct my claims" on public.expenses for update to authenticated using (employee_id = auth.uid()) with check (true);
create policy "take back" on public.expenses for delete to authenticated using (employee_id = auth.uid());
create policy "my receipts" on public.receipts for all to authenticated
  using (exists (select 1 from public.expenses e where e.id = expense_id and e.employee_id = auth.uid()));
revoke insert on public.expenses from anon, authenticated;

create function public.submit_expense(employee uuid, amount numeric, spent_on date, reason text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare new_id uuid;
begin
  if auth.role() <> 'authenticated' then
    raise exception 'not signed in';
  end if;
  insert into public.expenses (employee_id, amount, spent_on, reason)
  values (employee, amount, spent_on, reason) returning id into new_id;
  return new_id;
end $$;
