-- expect: error|warning dead invoices
create table public.customers (id uuid primary key default gen_random_uuid(), user_id uuid not null unique default auth.uid() references auth.users(id), name text not null);
create table public.invoices (id uuid primary key default gen_random_uuid(), customer_id uuid not null references public.customers(id), cents int not null);
alter table public.customers enable row level security; alter table public.invoices enable row level security;
create policy me on public.customers for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "my invoices" on public.invoices for select to authenticated using (customer_id = auth.uid());
