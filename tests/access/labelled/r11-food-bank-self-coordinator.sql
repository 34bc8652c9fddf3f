-- A food bank: whoever likes writes himself into the coordinators, who read the addresses of the households.
-- expect: error|warning escalation coordinators
create table public.volunteers (
  id uuid primary key references auth.users(id) on delete cascade,
  name text not null default ''
);
create table public.coordinators (
  volunteer_id uuid primary key references public.volunteers(id) on delete cascade,
  district text not null
);
create table public.households (
  id uuid primary key default gen_random_uuid(),
  contact_id uuid references auth.users(id),
  address text not null,
  members int not null check (members > 0),
  note text
);
create function public.is_coordinator() returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.coordinators where volunteer_id = (select auth.uid())) $$;
alter table public.volunteers enable row level security;
alter table public.coordinators enable row level security;
alter table public.households enable row level security;
create policy "volunteers see volunteers" on public.volunteers for select to authenticated using (true);
create policy "change me" on public.volunteers for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy "coordinators are known" on public.coordinators for select to authenticated using (true);
create policy "become coordinator" on public.coordinators for insert to authenticated with check (volunteer_id = auth.uid());
create policy "own household" on public.households for select to authenticated using (contact_id = auth.uid());
create policy "register household" on public.households for insert to authenticated with check (contact_id = auth.uid());
create policy "coordinators read" on public.households for select to authenticated using (public.is_coordinator());
create function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin insert into public.volunteers (id, name) values (new.id, coalesce(new.raw_user_meta_data->>'name', '')); return new; end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
