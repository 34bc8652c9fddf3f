-- Whoever owns a camera of a household sees its clips; and one registers one's camera with whichever household one likes.
-- expect: error escalation cameras|clips authenticated

create table public.households (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.cameras (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  household_id uuid not null references public.households (id),
  serial text not null unique
);
create table public.clips (
  id uuid primary key default gen_random_uuid(),
  household_id uuid not null references public.households (id),
  recorded_at timestamptz not null default now(),
  url text not null check (url like 'https://%')
);
alter table public.households enable row level security;
alter table public.cameras enable row level security;
alter table public.clips enable row level security;
create policy "households are listed" on public.households for select to authenticated using (true);
create policy "own cameras" on public.cameras for select to authenticated using (owner_id = (select auth.uid()));
create policy "register" on public.cameras for insert to authenticated with check (owner_id = (select auth.uid()));
create policy "unregister" on public.cameras for delete to authenticated using (owner_id = (select auth.uid()));
create policy "clips of my households" on public.clips for select to authenticated
  using (household_id in (select c.household_id from public.cameras c where c.owner_id = (select auth.uid())));
