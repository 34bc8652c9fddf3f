-- Moved from a system with numbered users: the policies still cast the subject of the token to a number, which it is not.
-- expect: error error members authenticated
-- also: error members|loans
-- also: dead members|loans
create table public.members (
  id bigserial primary key,
  auth_id uuid unique references auth.users (id) on delete cascade,
  card_number text not null unique,
  surname text not null
);
create table public.books (
  isbn text primary key check (isbn ~ '^[0-9]{13}$'),
  title text not null,
  copies int not null default 1 check (copies >= 0)
);
create table public.loans (
  id bigserial primary key,
  member_id bigint not null references public.members (id) on delete cascade,
  isbn text not null references public.books (isbn),
  due_on date not null default current_date + 28,
  returned_at timestamptz
);
alter table public.members enable row level security;
alter table public.books enable row level security;
alter table public.loans enable row level security;
create policy "catalogue" on public.books for select to anon, authenticated using (true);
create policy "own card" on public.members for select to authenticated using (id = (auth.jwt() ->> 'sub')::bigint);
create policy "own loans" on public.loans for select to authenticated using (
  exists (select 1 from public.members m where m.id = loans.member_id and m.auth_id = auth.uid()));
