-- anon may send a message and read nothing; a rate limit by trigger.
-- clean
create table contact_messages (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) <= 100),
  email text not null check (email ~* '^[^@\s]+@[^@\s]+\.[^@\s]+$'),
  message text not null check (length(message) between 10 and 2000),
  created_at timestamptz not null default now()
);
create table newsletter (email text primary key check (position('@' in email) > 1), confirmed boolean not null default false);
alter table contact_messages enable row level security;
alter table newsletter enable row level security;
create policy "anyone may write" on contact_messages for insert to anon, authenticated with check (true);
create policy "anyone may subscribe" on newsletter for insert to anon, authenticated with check (not confirmed);
create policy "staff reads" on contact_messages for select to authenticated using ((auth.jwt() -> 'app_metadata' ->> 'staff')::boolean);
create function limit_contact() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if (select count(*) from contact_messages where email = new.email and created_at > now() - interval '1 hour') >= 5 then
    raise exception 'too many messages';
  end if;
  return new;
end $$;
create trigger limit_contact before insert on contact_messages for each row execute function limit_contact();
