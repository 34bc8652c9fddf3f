-- The helper's EXECUTE was revoked from everybody, as an advisor said: the policies that call it fail.
-- expect: error error tickets authenticated
create table staff (user_id uuid primary key references auth.users on delete cascade);
create table tickets (
  id uuid primary key default gen_random_uuid(),
  opened_by uuid not null default auth.uid() references auth.users,
  title text not null
);
create function is_staff() returns boolean language sql stable security definer set search_path = public as
$$ select exists (select 1 from staff where user_id = auth.uid()) $$;
revoke execute on function is_staff() from public, anon, authenticated;
alter table staff enable row level security;
alter table tickets enable row level security;
create policy "own or staff" on tickets for select to authenticated using (opened_by = auth.uid() or is_staff());
create policy "open" on tickets for insert to authenticated with check (opened_by = auth.uid());
