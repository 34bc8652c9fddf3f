-- The directory is for all staff; "revoke select (salary)" under a grant on the whole table takes nothing away.
-- expect: error|warning|review exposure staff authenticated
create table public.staff (
  user_id uuid primary key references auth.users on delete cascade,
  name text not null,
  department text not null,
  salary numeric(10,2) not null check (salary > 0),
  iban text
);
alter table public.staff enable row level security;
create policy "directory" on public.staff for select to authenticated using (true);
create policy "own entry" on public.staff for update to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
revoke update on public.staff from authenticated, anon;
grant update (name) on public.staff to authenticated;
revoke select (salary, iban) on public.staff from authenticated, anon;
