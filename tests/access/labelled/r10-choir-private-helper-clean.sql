-- The helper lives in a schema that the caller may not even enter: a policy names it by its number, so that it works.
-- clean

create schema private;
create table public.choirs (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.choir_members (
  choir_id uuid not null references public.choirs (id),
  user_id uuid not null references auth.users (id),
  conductor boolean not null default false,
  primary key (choir_id, user_id)
);
create table public.rehearsals (
  id uuid primary key default gen_random_uuid(),
  choir_id uuid not null references public.choirs (id),
  starts_at timestamptz not null,
  hall text
);
create function private.my_choirs(only_conducted boolean default false) returns setof uuid
language sql stable security definer set search_path = '' as $$
  select m.choir_id from public.choir_members m
  where m.user_id = auth.uid() and (m.conductor or not only_conducted)
$$;
alter table public.choirs enable row level security;
alter table public.choir_members enable row level security;
alter table public.rehearsals enable row level security;
create policy "singers" on public.choirs for select to authenticated using (id in (select private.my_choirs()));
create policy "fellow singers" on public.choir_members for select to authenticated
  using (choir_id in (select private.my_choirs()));
create policy "conductors take in singers" on public.choir_members for insert to authenticated
  with check (choir_id in (select private.my_choirs(true)) and not conductor);
create policy "conductors let singers go" on public.choir_members for delete to authenticated
  using (choir_id in (select private.my_choirs(true)) and not conductor);
create policy "rehearsals" on public.rehearsals for select to authenticated using (choir_id in (select private.my_choirs()));
create policy "conductors plan" on public.rehearsals for insert to authenticated
  with check (choir_id in (select private.my_choirs(true)));
create policy "conductors move" on public.rehearsals for update to authenticated
  using (choir_id in (select private.my_choirs(true))) with check (choir_id in (select private.my_choirs(true)));
