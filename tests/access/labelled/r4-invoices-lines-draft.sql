-- Invoices with lines: both are editable only while the invoice is a draft; the total is kept by a trigger.
-- clean
create table public.customers (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  name text not null,
  unique (id, owner_id)
);
create table public.invoices (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  customer_id uuid not null,
  status text not null default 'draft' check (status in ('draft', 'sent', 'paid')),
  total numeric(12, 2) not null default 0,
  foreign key (customer_id, owner_id) references public.customers (id, owner_id)
);
create table public.invoice_lines (
  id uuid primary key default gen_random_uuid(),
  invoice_id uuid not null references public.invoices(id) on delete cascade,
  description text not null,
  quantity numeric(10, 2) not null check (quantity > 0),
  unit_price numeric(12, 2) not null,
  amount numeric(14, 2) generated always as (round(quantity * unit_price, 2)) stored
);
create or replace function public.sum_lines() returns trigger language plpgsql security definer set search_path = '' as $$
declare v_invoice uuid := coalesce(new.invoice_id, old.invoice_id);
begin
  update public.invoices i set total = coalesce((select sum(l.amount) from public.invoice_lines l where l.invoice_id = i.id), 0) where i.id = v_invoice;
  return null;
end $$;
create trigger sum_lines after insert or update or delete on public.invoice_lines for each row execute function public.sum_lines();
alter table public.customers enable row level security;
alter table public.invoices enable row level security;
alter table public.invoice_lines enable row level security;
create policy own on public.customers for all to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy r on public.invoices for select to authenticated using (owner_id = (select auth.uid()));
create policy i on public.invoices for insert to authenticated with check (owner_id = (select auth.uid()) and status = 'draft');
create policy u on public.invoices for update to authenticated using (owner_id = (select auth.uid()) and status = 'draft') with check (owner_id = (select auth.uid()) and status in ('draft', 'sent'));
create policy d on public.invoices for delete to authenticated using (owner_id = (select auth.uid()) and status = 'draft');
create policy r on public.invoice_lines for select to authenticated using (exists (select 1 from public.invoices i where i.id = invoice_id and i.owner_id = (select auth.uid())));
create policy w on public.invoice_lines for all to authenticated
  using (exists (select 1 from public.invoices i where i.id = invoice_id and i.owner_id = (select auth.uid()) and i.status = 'draft'))
  with check (exists (select 1 from public.invoices i where i.id = invoice_id and i.owner_id = (select auth.uid()) and i.status = 'draft'));
