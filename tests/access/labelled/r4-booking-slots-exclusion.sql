-- Appointments: free times are computed by a function that tells no names; nobody books for another or twice.
-- clean
create extension if not exists btree_gist with schema extensions;
create table public.providers (
  user_id uuid primary key references auth.users(id) on delete cascade,
  title text not null
);
create table public.appointments (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers(user_id) on delete cascade,
  client_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  during tstzrange not null,
  note text,
  exclude using gist (provider_id with =, during with &&)
);
create or replace function public.busy_times(p_provider uuid, p_from timestamptz, p_to timestamptz)
returns table (starts_at timestamptz, ends_at timestamptz) language sql stable security definer set search_path = '' as $$
  select lower(a.during), upper(a.during) from public.appointments a
   where a.provider_id = p_provider and a.during && tstzrange(p_from, p_to);
$$;
alter table public.providers enable row level security;
alter table public.appointments enable row level security;
create policy "public" on public.providers for select using (true);
create policy "be a provider" on public.providers for insert to authenticated with check (user_id = auth.uid());
create policy "parties" on public.appointments for select to authenticated using (auth.uid() in (client_id, provider_id));
create policy "book" on public.appointments for insert to authenticated with check (client_id = auth.uid() and lower(during) > now());
create policy "cancel" on public.appointments for delete to authenticated using (auth.uid() in (client_id, provider_id));
