-- The same, with a trigger that refuses a change of role by anyone but an admin: safe.
-- clean
create table profiles (
  id uuid primary key references auth.users on delete cascade,
  username text unique,
  bio text,
  role text not null default 'user' check (role in ('user', 'support', 'admin'))
);
create or replace function is_admin() returns boolean language sql security definer stable set search_path = public as $$
  select coalesce((select role = 'admin' from profiles where id = auth.uid()), false);
$$;
create or replace function guard_role() returns trigger language plpgsql set search_path = public as $$
begin
  if new.role is distinct from old.role and not is_admin() and current_user not in ('service_role', 'postgres') then
    raise exception 'only an admin changes roles';
  end if;
  return new;
end $$;
create trigger guard_role before update on profiles for each row execute function guard_role();
create table support_tickets (
  id bigserial primary key,
  user_id uuid not null references profiles(id),
  subject text not null,
  state text not null default 'open'
);
alter table profiles enable row level security;
alter table support_tickets enable row level security;
create policy "read own or admin" on profiles for select using (id = auth.uid() or is_admin());
create policy "insert own" on profiles for insert with check (id = auth.uid() and role = 'user');
create policy "update own" on profiles for update using (id = auth.uid()) with check (id = auth.uid());
create policy "own tickets" on support_tickets for select using (user_id = auth.uid() or is_admin());
create policy "open tickets" on support_tickets for insert with check (user_id = auth.uid());
