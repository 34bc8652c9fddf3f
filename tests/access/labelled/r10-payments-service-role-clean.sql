-- Three spellings of "the service role manages it", each of which holds.
-- clean

create table public.payments (
  id uuid primary key default gen_random_uuid(),
  payer_id uuid not null references auth.users (id),
  cents int not null check (cents > 0),
  state text not null default 'pending' check (state in ('pending', 'paid', 'failed'))
);
create table public.refunds (
  id uuid primary key default gen_random_uuid(),
  payer_id uuid not null references auth.users (id),
  payment_id uuid not null references public.payments (id),
  cents int not null check (cents > 0)
);
create table public.payouts (
  id uuid primary key default gen_random_uuid(),
  payee_id uuid not null references auth.users (id),
  cents int not null
);
alter table public.payments enable row level security;
alter table public.refunds enable row level security;
alter table public.payouts enable row level security;
create policy "Payers view their payments" on public.payments for select to authenticated using (payer_id = auth.uid());
create policy "Service role manages payments" on public.payments for all to service_role using (true) with check (true);
create policy "Payers view their refunds" on public.refunds for select to authenticated using (payer_id = auth.uid());
create policy "Service role manages refunds" on public.refunds for all using (auth.role() = 'service_role') with check (auth.role() = 'service_role');
create policy "Payees view their payouts" on public.payouts for select to authenticated using (payee_id = auth.uid());
create policy "Service role manages payouts" on public.payouts for all using ((auth.jwt() ->> 'role') = 'service_role');
