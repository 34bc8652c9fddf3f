-- Freelancer invoicing. The dashboard's materialized view is refreshed nightly, and readable by all.
-- expect: error bypass|exposure customer_totals|invoices authenticated|anon
create table public.customers (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  company text not null,
  email text,
  vat_id text
);
create table public.invoices (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  customer_id uuid not null references public.customers(id) on delete restrict,
  number text not null,
  total numeric(12,2) not null check (total >= 0),
  paid_at timestamptz,
  unique (user_id, number)
);
create table public.invoice_lines (
  id bigint generated always as identity primary key,
  invoice_id uuid not null references public.invoices(id) on delete cascade,
  description text not null,
  amount numeric(12,2) not null
);
alter table public.customers enable row level security;
alter table public.invoices enable row level security;
alter table public.invoice_lines enable row level security;
create policy "own customers" on public.customers for all to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "own invoices" on public.invoices for all to authenticated
  using (user_id = (select auth.uid()))
  with check (user_id = (select auth.uid())
    and exists (select 1 from public.customers c where c.id = customer_id and c.user_id = (select auth.uid())));
create policy "lines of own invoices" on public.invoice_lines for all to authenticated
  using (exists (select 1 from public.invoices i where i.id = invoice_id and i.user_id = (select auth.uid())))
  with check (exists (select 1 from public.invoices i where i.id = invoice_id and i.user_id = (select auth.uid())));
create materialized view public.customer_totals as
  select c.user_id, c.id as customer_id, c.company, c.email, count(i.id) as invoices,
         coalesce(sum(i.total), 0) as billed
  from public.customers c left join public.invoices i on i.customer_id = c.id
  group by c.user_id, c.id, c.company, c.email;
create unique index on public.customer_totals (customer_id);
create or replace function public.refresh_totals() returns void
language sql security definer set search_path = '' as $$ refresh materialized view public.customer_totals $$;
revoke execute on function public.refresh_totals() from public, anon, authenticated;
