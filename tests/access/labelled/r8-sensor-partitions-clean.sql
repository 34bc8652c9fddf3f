-- clean
-- Smart homes: the partitions have row-level security too, and no grants; devices write through a function with their key.
create schema if not exists private;
create table public.homes (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null references auth.users(id) on delete cascade,
  name text not null
);
create table public.devices (
  id uuid primary key default gen_random_uuid(),
  home_id uuid not null references public.homes(id) on delete cascade,
  kind text not null check (kind in ('thermometer','meter','door'))
);
create table private.device_keys (
  device_id uuid primary key references public.devices(id) on delete cascade,
  key_hash text not null
);
create table public.measurements (
  device_id uuid not null references public.devices(id) on delete cascade,
  at timestamptz not null,
  value double precision not null,
  primary key (device_id, at)
) partition by range (at);
create table public.measurements_old partition of public.measurements for values from (minvalue) to ('2026-01-01');
create table public.measurements_2026 partition of public.measurements for values from ('2026-01-01') to ('2027-01-01');
alter table public.homes enable row level security;
alter table public.devices enable row level security;
alter table public.measurements enable row level security;
alter table public.measurements_old enable row level security;
alter table public.measurements_2026 enable row level security;
revoke all on public.measurements_old, public.measurements_2026 from anon, authenticated;
create function private.owns_device(d uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.devices x join public.homes h on h.id = x.home_id where x.id = d and h.owner_id = (select auth.uid())) $$;
grant usage on schema private to authenticated;
revoke all on all tables in schema private from anon, authenticated;
create policy "own homes" on public.homes for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "devices of own homes" on public.devices for all to authenticated
  using (home_id in (select id from public.homes where owner_id = auth.uid()))
  with check (home_id in (select id from public.homes where owner_id = auth.uid()));
create policy "measurements of own devices" on public.measurements for select to authenticated using (private.owns_device(device_id));
create function public.push_measurement(p_device uuid, p_key text, p_value double precision) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select 1 from private.device_keys k where k.device_id = p_device
                 and k.key_hash = encode(extensions.digest(p_key, 'sha256'), 'hex')) then
    raise exception 'unknown device' using errcode = '42501';
  end if;
  insert into public.measurements values (p_device, now(), p_value);
end $$;
