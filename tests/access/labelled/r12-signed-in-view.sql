-- The view asks whether somebody is signed in, and not who.
-- expect: error bypass|exposure intake_overview|intakes authenticated

create table public.intakes (
  id uuid primary key default gen_random_uuid(),
  client_id uuid not null default auth.uid() references auth.users (id),
  diagnosis text not null,
  created_at timestamptz not null default now()
);
alter table public.intakes enable row level security;
create policy "own intakes" on public.intakes for select to authenticated using (client_id = (select auth.uid()));
create policy "intake" on public.intakes for insert to authenticated with check (client_id = (select auth.uid()));
create view public.intake_overview as
  select i.id, i.client_id, i.diagnosis from public.intakes i where auth.uid() is not null order by i.created_at desc limit 100;
