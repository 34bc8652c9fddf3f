-- Devices send readings with a device key; the function checks the hash.
-- clean
create table public.devices (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users(id), name text not null, secret_hash text not null);
create table public.readings (id bigint generated always as identity primary key, device_id uuid not null references public.devices(id) on delete cascade, value double precision not null, at timestamptz not null default now());
alter table public.devices enable row level security;
alter table public.readings enable row level security;
revoke select on public.devices from anon, authenticated;
grant select (id, owner_id, name) on public.devices to authenticated;
create policy own on public.devices for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy own on public.readings for select to authenticated using (exists (select 1 from public.devices d where d.id = device_id and d.owner_id = auth.uid()));
create function public.ingest(p_device uuid, p_secret text, p_value double precision) returns void language plpgsql security definer set search_path = public, extensions as $$
begin
  if not exists (select 1 from devices where id = p_device and secret_hash = encode(digest(p_secret, 'sha256'), 'hex')) then
    raise exception 'unknown device';
  end if;
  insert into readings (device_id, value) values (p_device, p_value);
end $$;
