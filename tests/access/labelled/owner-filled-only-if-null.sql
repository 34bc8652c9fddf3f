-- The trigger fills the owner only when it is null, and the policy trusts the trigger.
-- expect: error forgery entries authenticated
create table entries (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users on delete cascade,
  day date not null default current_date,
  mood int not null check (mood between 1 and 5),
  note text
);
create function set_owner() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.user_id is null then
    new.user_id := auth.uid();
  end if;
  return new;
end $$;
create trigger set_owner before insert on entries for each row execute function set_owner();
alter table entries enable row level security;
create policy "own" on entries for select to authenticated using (user_id = auth.uid());
create policy "insert" on entries for insert to authenticated with check (auth.uid() is not null);
create policy "update" on entries for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
