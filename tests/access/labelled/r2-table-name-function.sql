-- count/list by table name with dynamic SQL, as definer.
-- expect: error bypass get_rows anon|authenticated
create table public.customers (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users(id), name text not null, iban text);
alter table public.customers enable row level security;
create policy own on public.customers for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create or replace function public.get_rows(table_name text, max_rows int default 100) returns setof jsonb language plpgsql security definer set search_path = public as $$
begin
  return query execute format('select to_jsonb(t) from public.%I t limit %s', table_name, max_rows);
end $$;
