-- A choir: the helper that lists my choirs reads the members table as the caller, whose policy asks the helper.
-- expect: error error choir_members|choirs|rehearsals|my_choirs authenticated
-- also: error|dead choir_members|choirs|rehearsals|my_choirs
create table public.choirs (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  conductor uuid not null references auth.users (id)
);
create table public.choir_members (
  choir_id uuid not null references public.choirs (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  voice text not null check (voice in ('soprano', 'alto', 'tenor', 'bass')),
  primary key (choir_id, user_id)
);
create table public.rehearsals (
  id uuid primary key default gen_random_uuid(),
  choir_id uuid not null references public.choirs (id) on delete cascade,
  starts_at timestamptz not null,
  room text
);
create function public.my_choirs() returns setof uuid
language plpgsql stable set search_path = '' as $$
begin
  return query select m.choir_id from public.choir_members m where m.user_id = auth.uid();
end;
$$;
alter table public.choirs enable row level security;
alter table public.choir_members enable row level security;
alter table public.rehearsals enable row level security;
create policy choirs_read on public.choirs for select to authenticated using (conductor = auth.uid());
create policy choirs_found on public.choirs for insert to authenticated with check (conductor = auth.uid());
create policy members_read on public.choir_members for select to authenticated
  using (choir_id in (select public.my_choirs()));
create policy rehearsals_read on public.rehearsals for select to authenticated
  using (exists (select 1 from public.choirs c where c.id = choir_id and c.conductor = auth.uid()));
create policy rehearsals_write on public.rehearsals for insert to authenticated
  with check (exists (select 1 from public.choirs c where c.id = choir_id and c.conductor = auth.uid()));
