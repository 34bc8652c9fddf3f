-- expect: error function-bypasses-rls export_csv
create table public.invoices (id uuid primary key default gen_random_uuid(), owner uuid not null references auth.users(id), memo text, cents int);
alter table public.invoices enable row level security;
create policy own on public.invoices for all to authenticated using (owner = auth.uid()) with check (owner = auth.uid());
create function public.export_csv(who text) returns text language sql stable security definer set search_path='' as $$ select string_agg(i.memo || ',' || i.cents, E'\n') from public.invoices i where i.owner::text = who $$;
