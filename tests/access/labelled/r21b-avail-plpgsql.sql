-- expect: error|warning|review dead is_handle_free|handles
create table public.handles (user_id uuid primary key default auth.uid() references auth.users (id), handle text not null unique);
alter table public.handles enable row level security;
create policy own on public.handles for all to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create function public.is_handle_free(h text) returns boolean language plpgsql stable set search_path = '' as $$
declare n int; begin select count(*) into n from public.handles where handle = h; return n = 0; end $$;
