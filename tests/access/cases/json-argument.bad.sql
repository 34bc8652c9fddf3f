-- expect: error function-bypasses-rls order_json
create table public.orders (id bigint generated always as identity primary key, user_id uuid not null references auth.users(id), address text, total numeric);
alter table public.orders enable row level security;
create policy own on public.orders for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create function public.order_json(payload jsonb, out result jsonb) language plpgsql security definer set search_path='' as $$ begin select to_jsonb(o) into result from public.orders o where o.id = (payload->>'order_id')::bigint; end $$;
