-- Bands and their rehearsals: in the helper the parameter has the column's name, the column wins, and a member of any band is a member of every band.
-- expect: error|warning tampering|bypass|exposure|escalation|forgery rehearsals|plays_in|setlists|bands authenticated
-- also: tampering|bypass|exposure|escalation|forgery rehearsals|plays_in|setlists|bands|band_players
create table public.bands (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  leader_id uuid not null default auth.uid() references auth.users (id)
);
create table public.band_players (
  band_id uuid not null references public.bands (id),
  player_id uuid not null references auth.users (id),
  instrument text not null default 'guitar',
  primary key (band_id, player_id)
);
create table public.rehearsals (
  id uuid primary key default gen_random_uuid(),
  band_id uuid not null references public.bands (id),
  place text not null,
  at timestamptz not null
);
create table public.setlists (
  id uuid primary key default gen_random_uuid(),
  band_id uuid not null references public.bands (id),
  songs text[] not null default '{}'
);
create function public.plays_in(band_id uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (
    select 1 from public.band_players p
    where p.band_id = band_id and p.player_id = auth.uid()) $$;
create function public.leads(p_band uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.bands b where b.id = p_band and b.leader_id = auth.uid()) $$;
alter table public.bands enable row level security;
alter table public.band_players enable row level security;
alter table public.rehearsals enable row level security;
alter table public.setlists enable row level security;
create policy r on public.bands for select to authenticated using (leader_id = auth.uid() or public.plays_in(id));
create policy i on public.bands for insert to authenticated with check (leader_id = auth.uid());
create policy r on public.band_players for select to authenticated using (player_id = auth.uid() or public.leads(band_id));
create policy i on public.band_players for insert to authenticated with check (public.leads(band_id));
create policy d on public.band_players for delete to authenticated using (public.leads(band_id) or player_id = auth.uid());
create policy all_of_band on public.rehearsals for all to authenticated using (public.plays_in(band_id)) with check (public.plays_in(band_id));
create policy all_of_band on public.setlists for all to authenticated using (public.plays_in(band_id)) with check (public.plays_in(band_id));
