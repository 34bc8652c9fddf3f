-- A freelancers' agency app: everyone signed in invites anyone into any agency, with any role, and accepts himself.
-- expect: error|warning escalation|forgery agency_invites|agency_members|accept_invite
-- also: escalation|forgery|bypass agency_invites|agency_members|accept_invite
create table public.agencies (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  owner_id uuid not null references auth.users(id)
);
create table public.agency_members (
  agency_id uuid not null references public.agencies(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  role text not null default 'member' check (role in ('owner','admin','member')),
  primary key (agency_id, user_id)
);
create table public.agency_invites (
  id uuid primary key default gen_random_uuid(),
  agency_id uuid not null references public.agencies(id) on delete cascade,
  email text not null,
  role text not null default 'member' check (role in ('admin','member')),
  invited_by uuid not null references auth.users(id),
  accepted_at timestamptz
);
create table public.contracts (
  id uuid primary key default gen_random_uuid(),
  agency_id uuid not null references public.agencies(id) on delete cascade,
  client text not null,
  value_cents bigint not null check (value_cents >= 0)
);
create function public.my_agencies() returns setof uuid language sql stable security definer set search_path = '' as
  $$ select agency_id from public.agency_members where user_id = auth.uid() $$;
alter table public.agencies enable row level security;
alter table public.agency_members enable row level security;
alter table public.agency_invites enable row level security;
alter table public.contracts enable row level security;
create policy "members see agency" on public.agencies for select to authenticated using (id in (select public.my_agencies()) or owner_id = auth.uid());
create policy "found an agency" on public.agencies for insert to authenticated with check (owner_id = auth.uid());
create policy "members see members" on public.agency_members for select to authenticated using (agency_id in (select public.my_agencies()));
create policy "members see contracts" on public.contracts for all to authenticated
  using (agency_id in (select public.my_agencies())) with check (agency_id in (select public.my_agencies()));
create policy "see invites sent or got" on public.agency_invites for select to authenticated
  using (invited_by = auth.uid() or email = (auth.jwt() ->> 'email'));
create policy "invite" on public.agency_invites for insert to authenticated with check (invited_by = auth.uid());
create policy "take back invites" on public.agency_invites for delete to authenticated using (invited_by = auth.uid());
create function public.found_agency() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.agency_members values (new.id, new.owner_id, 'owner');
  return new;
end $$;
create trigger agencies_owner after insert on public.agencies for each row execute function public.found_agency();
create function public.accept_invite(p_invite uuid) returns void language plpgsql security definer set search_path = '' as $$
declare inv public.agency_invites;
begin
  select * into inv from public.agency_invites
   where id = p_invite and accepted_at is null and lower(email) = lower(auth.jwt() ->> 'email') for update;
  if inv.id is null then raise exception 'no such invitation'; end if;
  insert into public.agency_members (agency_id, user_id, role) values (inv.agency_id, auth.uid(), inv.role) on conflict do nothing;
  update public.agency_invites set accepted_at = now() where id = inv.id;
end $$;
