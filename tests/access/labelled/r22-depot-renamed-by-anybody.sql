-- Depots: only one's own is shown, and everybody's is changed: the policy for UPDATE asks nothing.
-- expect: error|warning tampering depots any
create table public.depots (id uuid primary key default gen_random_uuid(), town text not null, gate_open boolean not null default false);
create table public.staff (
  id uuid primary key references auth.users (id) on delete cascade,
  depot_id uuid not null references public.depots (id)
);
create function public.my_depot() returns uuid language sql stable security definer set search_path = '' as
$$ select depot_id from public.staff where id = (select auth.uid()) $$;
alter table public.depots enable row level security;
alter table public.staff enable row level security;
create policy "my depot" on public.depots for select to authenticated using (id = public.my_depot());
create policy "open the gate" on public.depots for update to authenticated using (true);
create policy "myself" on public.staff for select to authenticated using (id = (select auth.uid()));
