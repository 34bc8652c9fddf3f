-- Pen pals: a hello goes from one to another; whoever is signed in writes it from anybody.
-- expect: error forgery hellos any
create table public.pals (id uuid primary key references auth.users (id) on delete cascade, town text);
create table public.hellos (
  from_id uuid not null references public.pals (id) on delete cascade,
  to_id uuid not null references public.pals (id) on delete cascade,
  warm boolean not null default true,
  primary key (from_id, to_id),
  check (from_id <> to_id)
);
alter table public.pals enable row level security;
alter table public.hellos enable row level security;
create policy "pals" on public.pals for select to authenticated using (true);
create policy "my hellos" on public.hellos for select to authenticated using (from_id = (select auth.uid()));
create policy "say hello" on public.hellos for insert to authenticated with check ((select auth.uid()) is not null);
create policy "take it back" on public.hellos for delete to authenticated using (from_id = (select auth.uid()));
