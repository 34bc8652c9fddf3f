-- clean
create table public.handles (user_id uuid primary key default auth.uid() references auth.users (id), handle text not null unique);
alter table public.handles enable row level security;
create policy r on public.handles for select using (true);
create policy own on public.handles for insert to authenticated with check (user_id = (select auth.uid()));
create function public.is_handle_free(h text) returns boolean language sql stable set search_path = '' as $$ select not exists (select 1 from public.handles where handle = h) $$;
