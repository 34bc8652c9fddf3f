-- Invitations, with the token that opens the organisation, are readable by everyone who signs in.
-- expect: error|warning exposure|escalation|bypass org_invites|accept_org_invite authenticated
-- also: exposure|escalation|bypass org_invites|accept_org_invite|org_users
create table public.orgs (id uuid primary key default gen_random_uuid(), name text not null);
create table public.org_users (org_id uuid references public.orgs on delete cascade, user_id uuid references auth.users on delete cascade, role text not null default 'member' check (role in ('member','admin')), primary key (org_id, user_id));
create table public.org_invites (id uuid primary key default gen_random_uuid(), org_id uuid not null references public.orgs on delete cascade, email text not null, token text not null unique default encode(extensions.gen_random_bytes(16), 'hex'), role text not null default 'member' check (role in ('member','admin')));
create table public.org_files (id uuid primary key default gen_random_uuid(), org_id uuid not null references public.orgs on delete cascade, name text not null);
create function public.org_role(o uuid) returns text language sql stable security definer set search_path = '' as $$ select role from public.org_users where org_id = o and user_id = auth.uid() $$;
create function public.accept_org_invite(p_token text) returns void language plpgsql security definer set search_path = '' as $$
declare i public.org_invites;
begin
  delete from public.org_invites where token = p_token returning * into i;
  if i.id is null then raise exception 'no such invitation'; end if;
  insert into public.org_users values (i.org_id, auth.uid(), i.role) on conflict do nothing;
end $$;
revoke execute on function public.accept_org_invite(text) from public, anon;
grant execute on function public.accept_org_invite(text) to authenticated;
alter table public.orgs enable row level security;
alter table public.org_users enable row level security;
alter table public.org_invites enable row level security;
alter table public.org_files enable row level security;
create policy a on public.orgs for select to authenticated using (public.org_role(id) is not null);
create policy b on public.org_users for select to authenticated using (public.org_role(org_id) is not null);
create policy c on public.org_invites for select to authenticated using (true);
create policy d on public.org_invites for insert to authenticated with check (public.org_role(org_id) = 'admin');
create policy e on public.org_files for select to authenticated using (public.org_role(org_id) is not null);
create policy f on public.org_files for insert to authenticated with check (public.org_role(org_id) is not null);
