-- expect: error bypass count_rows|run_report
create table public.invoices (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users(id), amount numeric not null, note text);
alter table public.invoices enable row level security;
create policy r on public.invoices for select to authenticated using (user_id = auth.uid());
create function public.run_report(filter text) returns setof jsonb language plpgsql security definer as $$
begin return query execute 'select to_jsonb(i) from public.invoices i where note like ''%' || filter || '%'''; end $$;
