-- A library: books have no owner and are written by the service alone; a view of what is on the shelf has its owner's rights and may be written.
-- expect: error bypass on_shelf any
create table public.books (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  lent boolean not null default false
);
create table public.reservations (
  id uuid primary key default gen_random_uuid(),
  book_id uuid not null references public.books (id) on delete cascade,
  reader_id uuid not null default auth.uid() references auth.users (id)
);
alter table public.books enable row level security;
alter table public.reservations enable row level security;
create policy "books are shown" on public.books for select using (true);
create policy "own reservations" on public.reservations for all to authenticated
  using (reader_id = (select auth.uid())) with check (reader_id = (select auth.uid()));
create view public.on_shelf as select id, title from public.books where not lent;
