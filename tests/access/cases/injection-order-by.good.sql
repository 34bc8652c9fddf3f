-- The same with %I: a name that is no column is refused, and nothing else.
create table public.notes (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users(id), body text not null);
alter table public.notes enable row level security;
create policy own on public.notes for select to authenticated using (user_id = auth.uid());
create function public.my_notes(sort text) returns setof public.notes language plpgsql security definer set search_path = '' as $$
begin return query execute format('select * from public.notes where user_id = auth.uid() order by %I', sort); end $$;
