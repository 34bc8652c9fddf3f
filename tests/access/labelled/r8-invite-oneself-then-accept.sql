-- expect: error|warning escalation invites|members|accept_invite
-- also: escalation|forgery|bypass|exposure invites|members|accept_invite
create table public.orgs (id uuid primary key default gen_random_uuid(), name text not null);
create table public.members (org_id uuid not null references public.orgs(id) on delete cascade, user_id uuid not null references auth.users(id) on delete cascade, role text not null default 'member', primary key (org_id, user_id));
create table public.invites (id uuid primary key default gen_random_uuid(), org_id uuid not null references public.orgs(id) on delete cascade, email text not null, role text not null default 'member');
create table public.docs (id uuid primary key default gen_random_uuid(), org_id uuid not null references public.orgs(id) on delete cascade, body text);
create function public.is_member(o uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.members m where m.org_id = o and m.user_id = auth.uid()) $$;
create function public.accept_invite(invite uuid) returns void language plpgsql security definer set search_path = '' as $$
declare i public.invites;
begin
  select * into i from public.invites where id = invite and email = auth.email();
  if not found then raise exception 'no invite'; end if;
  insert into public.members(org_id, user_id, role) values (i.org_id, auth.uid(), i.role) on conflict do nothing;
end $$;
alter table public.orgs enable row level security;
alter table public.members enable row level security;
alter table public.invites enable row level security;
alter table public.docs enable row level security;
create policy o1 on public.orgs for select to authenticated using (public.is_member(id));
create policy m1 on public.members for select to authenticated using (public.is_member(org_id));
create policy i1 on public.invites for select to authenticated using (email = auth.email());
create policy i2 on public.invites for insert to authenticated with check (true);
create policy d1 on public.docs for select to authenticated using (public.is_member(org_id));
