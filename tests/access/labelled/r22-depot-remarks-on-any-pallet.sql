-- Depots: a remark on a pallet of one's own depot; the look-up compares the pallet's number with itself.
-- expect: error tampering pallet_remarks any
create table public.depots (id uuid primary key default gen_random_uuid(), town text not null);
create table public.staff (
  id uuid primary key references auth.users (id) on delete cascade,
  depot_id uuid not null references public.depots (id)
);
create table public.pallets (
  id uuid primary key default gen_random_uuid(),
  depot_id uuid not null references public.depots (id),
  content text not null
);
create table public.pallet_remarks (
  id uuid primary key default gen_random_uuid(),
  pallet_id uuid not null references public.pallets (id) on delete cascade,
  writer_id uuid not null default auth.uid() references public.staff (id),
  remark text not null
);
create function public.my_depot() returns uuid language sql stable security definer set search_path = '' as
$$ select depot_id from public.staff where id = (select auth.uid()) $$;
alter table public.depots enable row level security;
alter table public.staff enable row level security;
alter table public.pallets enable row level security;
alter table public.pallet_remarks enable row level security;
create policy "my depot" on public.depots for select to authenticated using (id = public.my_depot());
create policy "myself" on public.staff for select to authenticated using (id = (select auth.uid()));
create policy "pallets of my depot" on public.pallets for select to authenticated using (depot_id = public.my_depot());
create policy "remarks of my depot" on public.pallet_remarks for select to authenticated
  using (exists (select 1 from public.pallets p where p.id = pallet_id and p.depot_id = public.my_depot()));
create policy "remark" on public.pallet_remarks for insert to authenticated
  with check (writer_id = (select auth.uid())
    and exists (select 1 from public.pallets p where p.id = p.id and p.depot_id = public.my_depot()));
