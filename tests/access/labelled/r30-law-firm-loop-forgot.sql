-- Row-level security is enabled in a loop over a list, in which two tables are missing: hearings have policies that are
-- never asked, hours have none.
-- expect: error exposure hearings anon
-- expect: error|warning exposure billable_hours anon
-- also: tampering|forgery|bypass|exposure|dead hearings|billable_hours
create table public.lawyers (
  id uuid primary key references auth.users (id) on delete cascade,
  bar_number text not null unique
);
create table public.matters (
  id uuid primary key default gen_random_uuid(),
  lawyer_id uuid not null default auth.uid() references public.lawyers (id),
  client_id uuid references auth.users (id) on delete set null,
  reference text not null unique,
  summary text
);
create table public.hearings (
  id uuid primary key default gen_random_uuid(),
  matter_id uuid not null references public.matters (id) on delete cascade,
  court text not null,
  held_at timestamptz not null,
  minutes text
);
create table public.billable_hours (
  id uuid primary key default gen_random_uuid(),
  matter_id uuid not null references public.matters (id) on delete cascade,
  lawyer_id uuid not null references public.lawyers (id),
  hours numeric(4, 2) not null check (hours > 0 and hours <= 24),
  rate numeric(7, 2) not null
);
do $$
declare
  tbl text;
begin
  foreach tbl in array array['lawyers', 'matters'] loop
    execute format('alter table public.%I enable row level security', tbl);
  end loop;
end;
$$;
create policy "lawyers see themselves" on public.lawyers for select to authenticated using (id = auth.uid());
create policy "own matters" on public.matters for all to authenticated using (lawyer_id = auth.uid()) with check (lawyer_id = auth.uid());
create policy "clients read their matters" on public.matters for select to authenticated using (client_id = auth.uid());
create policy "hearings of visible matters" on public.hearings for select to authenticated
  using (exists (select 1 from public.matters m where m.id = matter_id));
create policy "lawyers keep hearings" on public.hearings for all to authenticated
  using (exists (select 1 from public.matters m where m.id = matter_id and m.lawyer_id = auth.uid()));
