-- clean

create table public.memos (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  body text not null
);
alter table public.memos enable row level security;
create policy "own" on public.memos for all to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));

create table public.admins (user_id uuid primary key references auth.users (id));
alter table public.admins enable row level security;
create policy "self" on public.admins for select to authenticated using (user_id = (select auth.uid()));
create function public.switch(p_on boolean) returns void language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select 1 from public.admins where user_id = auth.uid()) then raise exception 'not allowed' using errcode = '42501'; end if;
  if p_on then alter table public.memos enable row level security; else alter table public.memos disable row level security; end if;
end $$;
