-- clean
-- Travel expenses: employees hand in, their manager (set by the service) decides through a function; column grants keep the rest.
create table public.employees (
  id uuid primary key references auth.users(id) on delete cascade,
  manager_id uuid references public.employees(id),
  full_name text not null default '',
  iban text
);
create table public.claims (
  id uuid primary key default gen_random_uuid(),
  employee_id uuid not null default auth.uid() references public.employees(id) on delete cascade,
  amount numeric(10,2) not null check (amount > 0 and amount < 100000),
  purpose text not null,
  state text not null default 'draft' check (state in ('draft','submitted','approved','rejected')),
  decided_by uuid references public.employees(id)
);
alter table public.employees enable row level security;
alter table public.claims enable row level security;
create function public.manages(e uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.employees where id = e and manager_id = (select auth.uid())) $$;
create policy "me and my people" on public.employees for select to authenticated using (id = auth.uid() or manager_id = auth.uid());
create policy "my own data" on public.employees for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
revoke update on public.employees from anon, authenticated;
grant update (full_name, iban) on public.employees to authenticated;
create policy "my claims and those of my people" on public.claims for select to authenticated
  using (employee_id = auth.uid() or (state <> 'draft' and public.manages(employee_id)));
create policy "new claim" on public.claims for insert to authenticated with check (employee_id = auth.uid() and state = 'draft' and decided_by is null);
create policy "change a draft" on public.claims for update to authenticated
  using (employee_id = auth.uid() and state = 'draft')
  with check (employee_id = auth.uid() and state in ('draft','submitted') and decided_by is null);
create policy "delete a draft" on public.claims for delete to authenticated using (employee_id = auth.uid() and state = 'draft');
create function public.decide_claim(p_claim uuid, p_ok boolean) returns void language plpgsql security definer set search_path = '' as $$
begin
  update public.claims c set state = case when p_ok then 'approved' else 'rejected' end, decided_by = auth.uid()
   where c.id = p_claim and c.state = 'submitted' and public.manages(c.employee_id);
  if not found then raise exception 'not yours to decide' using errcode = '42501'; end if;
end $$;
create view public.open_claims with (security_invoker = true) as select * from public.claims where state = 'submitted';
