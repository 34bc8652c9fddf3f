-- clean
-- Bands and rehearsals: invitations by a secret token that only admins read; the function that accepts checks everything.
create table public.bands (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  created_by uuid not null default auth.uid() references auth.users(id)
);
create table public.band_members (
  band_id uuid not null references public.bands(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  role text not null default 'musician' check (role in ('musician','admin')),
  instrument text,
  primary key (band_id, user_id)
);
create table public.band_invitations (
  id uuid primary key default gen_random_uuid(),
  band_id uuid not null references public.bands(id) on delete cascade,
  token text not null unique default encode(extensions.gen_random_bytes(16), 'hex'),
  role text not null default 'musician' check (role = 'musician'),
  invited_by uuid not null default auth.uid() references auth.users(id),
  expires_at timestamptz not null default now() + interval '7 days',
  used_at timestamptz
);
create table public.rehearsals (
  id uuid primary key default gen_random_uuid(),
  band_id uuid not null references public.bands(id) on delete cascade,
  starts_at timestamptz not null,
  place text
);
create function public.is_band_member(b uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.band_members where band_id = b and user_id = (select auth.uid())) $$;
create function public.is_band_admin(b uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.band_members where band_id = b and user_id = (select auth.uid()) and role = 'admin') $$;
alter table public.bands enable row level security;
alter table public.band_members enable row level security;
alter table public.band_invitations enable row level security;
alter table public.rehearsals enable row level security;
create policy "members see band" on public.bands for select to authenticated using (created_by = auth.uid() or public.is_band_member(id));
create policy "start a band" on public.bands for insert to authenticated with check (created_by = auth.uid());
create policy "admins rename" on public.bands for update to authenticated using (public.is_band_admin(id)) with check (public.is_band_admin(id));
revoke update on public.bands from authenticated, anon;
grant update (name) on public.bands to authenticated;
create policy "members see members" on public.band_members for select to authenticated using (public.is_band_member(band_id));
create policy "leave" on public.band_members for delete to authenticated using (user_id = auth.uid() or public.is_band_admin(band_id));
create policy "admins see invitations" on public.band_invitations for select to authenticated using (public.is_band_admin(band_id));
create policy "admins invite" on public.band_invitations for insert to authenticated
  with check (public.is_band_admin(band_id) and invited_by = auth.uid() and used_at is null);
create policy "admins take back" on public.band_invitations for delete to authenticated using (public.is_band_admin(band_id));
create policy "members see rehearsals" on public.rehearsals for select to authenticated using (public.is_band_member(band_id));
create policy "admins plan rehearsals" on public.rehearsals for all to authenticated using (public.is_band_admin(band_id)) with check (public.is_band_admin(band_id));
create function public.band_started() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.band_members (band_id, user_id, role) values (new.id, new.created_by, 'admin');
  return new;
end $$;
create trigger bands_started after insert on public.bands for each row execute function public.band_started();
create function public.accept_band_invitation(p_token text) returns uuid language plpgsql security definer set search_path = '' as $$
declare v public.band_invitations;
begin
  if auth.uid() is null then raise exception 'sign in first' using errcode = '42501'; end if;
  update public.band_invitations set used_at = now()
   where token = p_token and used_at is null and expires_at > now() returning * into v;
  if v.id is null then raise exception 'this invitation is not valid'; end if;
  insert into public.band_members (band_id, user_id, role) values (v.band_id, auth.uid(), v.role) on conflict do nothing;
  return v.band_id;
end $$;
