-- Freelancer invoicing: WITH CHECK (true) lets an invoice be pushed to another user, and a definer function returns any invoice by its id.
-- expect: error tampering|forgery invoices
-- expect: error bypass get_invoice|invoices
-- also: tampering|forgery|bypass|escalation invoices|get_invoice|invoice_lines
create table public.clients (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  name text not null,
  vat_number text
);
create table public.invoices (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  client_name text not null,
  number text not null,
  amount numeric(12,2) not null check (amount >= 0),
  iban text,
  issued_on date not null default current_date
);
create table public.invoice_lines (
  id bigint generated always as identity primary key,
  invoice_id uuid not null references public.invoices(id) on delete cascade,
  description text not null,
  amount numeric(12,2) not null
);
alter table public.clients enable row level security;
alter table public.invoices enable row level security;
alter table public.invoice_lines enable row level security;
create policy "own clients" on public.clients for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "read own invoices" on public.invoices for select to authenticated using (user_id = auth.uid());
create policy "create own invoices" on public.invoices for insert to authenticated with check (user_id = auth.uid());
create policy "edit own invoices" on public.invoices for update to authenticated using (user_id = auth.uid()) with check (true);
create policy "delete own invoices" on public.invoices for delete to authenticated using (user_id = auth.uid());
create policy "own lines" on public.invoice_lines for all to authenticated
  using (exists (select 1 from public.invoices i where i.id = invoice_id and i.user_id = auth.uid()))
  with check (exists (select 1 from public.invoices i where i.id = invoice_id and i.user_id = auth.uid()));
create function public.get_invoice(p_id uuid) returns setof public.invoices language sql stable security definer set search_path = public as
$$ select * from public.invoices where id = p_id $$;
