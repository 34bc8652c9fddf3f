-- Librarians by app_metadata.roles array.
-- clean
create function public.has_claim_role(r text) returns boolean language sql stable set search_path = '' as
$$ select coalesce(auth.jwt() -> 'app_metadata' -> 'roles' ? r, false) $$;
create table public.books (id uuid primary key default gen_random_uuid(), isbn text unique not null check (isbn ~ '^[0-9]{10}([0-9]{3})?$'), title text not null);
create table public.loans (
  id uuid primary key default gen_random_uuid(),
  book_id uuid not null references public.books(id),
  reader_id uuid not null default auth.uid() references auth.users(id),
  due date not null default current_date + 21,
  returned boolean not null default false
);
create unique index one_open_loan on public.loans (book_id) where not returned;
alter table public.books enable row level security;
alter table public.loans enable row level security;
create policy r on public.books for select using (true);
create policy w on public.books for all to authenticated using (public.has_claim_role('librarian')) with check (public.has_claim_role('librarian'));
create policy r on public.loans for select to authenticated using (reader_id = auth.uid() or public.has_claim_role('librarian'));
create policy i on public.loans for insert to authenticated with check (reader_id = auth.uid() and not returned);
create policy u on public.loans for update to authenticated using (public.has_claim_role('librarian')) with check (public.has_claim_role('librarian'));
