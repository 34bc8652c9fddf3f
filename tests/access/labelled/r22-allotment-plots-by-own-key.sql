-- Allotments: what is planted is the garden's; the policy compares the bed's own key with the caller's garden.
-- expect: warning dead beds any
create table public.gardens (id uuid primary key default gen_random_uuid(), name text not null);
create table public.gardeners (
  user_id uuid primary key references auth.users (id) on delete cascade,
  garden_id uuid not null references public.gardens (id)
);
create table public.beds (
  id uuid primary key default gen_random_uuid(),
  garden_id uuid not null references public.gardens (id) on delete cascade,
  plant text not null
);
create function public.my_garden() returns uuid language sql stable security definer set search_path = '' as
$$ select garden_id from public.gardeners where user_id = (select auth.uid()) $$;
alter table public.gardens enable row level security;
alter table public.gardeners enable row level security;
alter table public.beds enable row level security;
create policy "my garden" on public.gardens for select to authenticated using (id = public.my_garden());
create policy "myself" on public.gardeners for select to authenticated using (user_id = (select auth.uid()));
create policy "beds of my garden" on public.beds for select to authenticated using (id = public.my_garden());
create policy "plant" on public.beds for insert to authenticated with check (garden_id = public.my_garden());
