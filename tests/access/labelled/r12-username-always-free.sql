-- The check whether a name is taken runs as the caller, who sees its own row only: every name is free.
-- expect: error|warning|review dead username_available|accounts authenticated

create table public.accounts (
  user_id uuid primary key references auth.users (id),
  username text not null unique check (username ~ '^[a-z0-9_]{3,20}$')
);
alter table public.accounts enable row level security;
create policy "self" on public.accounts for select to authenticated using (user_id = (select auth.uid()));
create policy "sign up" on public.accounts for insert to authenticated with check (user_id = (select auth.uid()));
create function public.username_available(p_username text) returns boolean language sql stable set search_path = '' as
  $$ select not exists (select 1 from public.accounts a where a.username = p_username) $$;
