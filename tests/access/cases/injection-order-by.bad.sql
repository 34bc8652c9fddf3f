-- A signed-in user's text ends the ORDER BY and goes on: no rows come, but a lone quote is refused by the parser.
-- expect: error sql-injection my_notes
create table public.notes (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users(id), body text not null);
alter table public.notes enable row level security;
create policy own on public.notes for select to authenticated using (user_id = auth.uid());
create function public.my_notes(sort text) returns setof public.notes language plpgsql security definer set search_path = '' as $$
begin return query execute 'select * from public.notes where user_id = auth.uid() order by ' || sort; end $$;
