-- profiles.account_type is free to change, and a definer trigger carries it into the table of roles.
-- expect: error escalation profiles authenticated
-- also: escalation|bypass|tampering account_roles|sync_account_role|incident_reports|profiles
create schema authz;
grant usage on schema authz to authenticated, anon;
create table public.profiles (
  id uuid primary key references auth.users on delete cascade,
  nick text,
  account_type text not null default 'standard' check (account_type in ('standard', 'inspector'))
);
create table authz.account_roles (user_id uuid primary key references auth.users on delete cascade, role text not null);
create table public.incident_reports (
  id bigint generated always as identity primary key,
  reporter uuid not null default auth.uid() references auth.users,
  facts text not null
);
create function authz.sync_account_role() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into authz.account_roles values (new.id, new.account_type)
  on conflict (user_id) do update set role = excluded.role;
  return new;
end $$;
create trigger sync_account_role after insert or update of account_type on public.profiles
  for each row execute function authz.sync_account_role();
create function authz.is_inspector() returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from authz.account_roles where user_id = auth.uid() and role = 'inspector') $$;
alter table public.profiles enable row level security;
alter table authz.account_roles enable row level security;
alter table public.incident_reports enable row level security;
create policy p_self on public.profiles to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy i_read on public.incident_reports for select to authenticated using (reporter = auth.uid() or authz.is_inspector());
create policy i_file on public.incident_reports for insert to authenticated with check (reporter = auth.uid());
