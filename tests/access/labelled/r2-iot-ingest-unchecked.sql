-- ingest() without the secret: anyone writes readings for any device.
-- expect: error bypass|forgery|tampering ingest anon
create table public.devices (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users(id), name text not null);
create table public.readings (id bigint generated always as identity primary key, device_id uuid not null references public.devices(id) on delete cascade, value double precision not null, at timestamptz not null default now());
alter table public.devices enable row level security;
alter table public.readings enable row level security;
create policy own on public.devices for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy own on public.readings for select to authenticated using (exists (select 1 from public.devices d where d.id = device_id and d.owner_id = auth.uid()));
create function public.ingest(p_device uuid, p_value double precision) returns void language plpgsql security definer set search_path = public as $$
begin
  insert into readings (device_id, value) values (p_device, p_value);
end $$;
