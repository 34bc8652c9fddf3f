-- promote_to_admin() for the dashboard, without a check of the caller.
-- expect: error escalation promote_to_admin authenticated
-- also: escalation|bypass|tampering profiles|payouts|promote_to_admin
create table profiles (id uuid primary key references auth.users on delete cascade, email text, is_admin boolean not null default false);
create table payouts (id uuid primary key default gen_random_uuid(), user_id uuid not null references profiles(id), amount numeric not null, iban text not null);
alter table profiles enable row level security;
alter table payouts enable row level security;
revoke insert, update, delete on profiles from anon, authenticated;
create policy "own" on profiles for select to authenticated using (id = auth.uid());
create policy "own or admin" on payouts for select to authenticated using (
  user_id = auth.uid() or (select is_admin from profiles where id = auth.uid()));
create or replace function promote_to_admin(user_email text) returns void language plpgsql security definer set search_path = public as $$
begin
  update profiles set is_admin = true where email = user_email;
end $$;
