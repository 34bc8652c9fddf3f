-- exec_sql(text) as SECURITY DEFINER, left over from an AI assistant.
-- expect: error bypass|escalation exec_sql|execute_sql anon
create table public.customers (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users(id), name text not null, iban text);
alter table public.customers enable row level security;
create policy own on public.customers for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create or replace function public.exec_sql(query text) returns json language plpgsql security definer as $$
declare
  result json;
begin
  execute 'select coalesce(json_agg(t), ''[]''::json) from (' || query || ') t' into result;
  return result;
end $$;
