-- Bands, their members and invitations by token. A member is written by functions alone; the token is only known to who
-- was sent it, and it works for the address that it was sent to.
-- clean
create table public.bands (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  created_by uuid not null default auth.uid() references auth.users(id)
);
create table public.band_members (
  band_id uuid not null references public.bands(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  role text not null default 'member' check (role in ('leader', 'member')),
  joined_at timestamptz not null default now(),
  primary key (band_id, user_id)
);
create table public.band_invitations (
  id uuid primary key default gen_random_uuid(),
  band_id uuid not null references public.bands(id) on delete cascade,
  email text not null,
  token text not null unique default encode(extensions.gen_random_bytes(16), 'hex'),
  invited_by uuid not null default auth.uid() references auth.users(id),
  expires_at timestamptz not null default now() + interval '14 days',
  accepted_at timestamptz
);
create table public.rehearsals (
  id uuid primary key default gen_random_uuid(),
  band_id uuid not null references public.bands(id) on delete cascade,
  starts_at timestamptz not null,
  place text
);
create table public.setlists (
  id uuid primary key default gen_random_uuid(),
  band_id uuid not null references public.bands(id) on delete cascade,
  title text not null,
  songs text[] not null default '{}'
);

create or replace function public.is_band_member(b uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.band_members m where m.band_id = b and m.user_id = (select auth.uid()))
$$;
create or replace function public.is_band_leader(b uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.band_members m
                 where m.band_id = b and m.user_id = (select auth.uid()) and m.role = 'leader')
$$;

do $$
declare t text;
begin
  foreach t in array array['bands', 'band_members', 'band_invitations', 'rehearsals', 'setlists'] loop
    execute format('alter table public.%I enable row level security', t);
  end loop;
end $$;

create policy bands_select on public.bands for select to authenticated using (is_band_member(id));
create policy bands_update on public.bands for update to authenticated using (is_band_leader(id)) with check (is_band_leader(id));
revoke update on public.bands from authenticated, anon;
grant update (name) on public.bands to authenticated;

create policy band_members_select on public.band_members for select to authenticated using (is_band_member(band_id));
create policy band_members_leave on public.band_members for delete to authenticated
  using (user_id = (select auth.uid()) or is_band_leader(band_id));

create policy band_invitations_leader on public.band_invitations for select to authenticated using (is_band_leader(band_id));
create policy band_invitations_create on public.band_invitations for insert to authenticated
  with check (is_band_leader(band_id) and invited_by = (select auth.uid()) and accepted_at is null);
create policy band_invitations_withdraw on public.band_invitations for delete to authenticated using (is_band_leader(band_id));

create policy rehearsals_read on public.rehearsals for select to authenticated using (is_band_member(band_id));
create policy rehearsals_write on public.rehearsals for all to authenticated using (is_band_leader(band_id));
create policy setlists_all on public.setlists for all to authenticated using (is_band_member(band_id));

create or replace function public.found_band(band_name text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare new_id uuid;
begin
  if (select auth.uid()) is null then raise exception 'not signed in'; end if;
  insert into public.bands (name, created_by) values (band_name, auth.uid()) returning id into new_id;
  insert into public.band_members (band_id, user_id, role) values (new_id, auth.uid(), 'leader');
  return new_id;
end $$;

create or replace function public.accept_band_invitation(invitation_token text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare inv public.band_invitations;
begin
  select * into inv from public.band_invitations
  where token = invitation_token and accepted_at is null and expires_at > now() for update;
  if not found or lower(inv.email) is distinct from lower(auth.email()) then
    raise exception 'this invitation is not for you or has run out';
  end if;
  update public.band_invitations set accepted_at = now() where id = inv.id;
  insert into public.band_members (band_id, user_id) values (inv.band_id, auth.uid()) on conflict do nothing;
  return inv.band_id;
end $$;
revoke execute on function public.found_band(text), public.accept_band_invitation(text) from public, anon;
grant execute on function public.found_band(text), public.accept_band_invitation(text) to authenticated;
