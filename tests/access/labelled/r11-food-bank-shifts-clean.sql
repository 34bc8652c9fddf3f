-- clean
-- A food bank: coordinators are named by the service, plan shifts and remove them with their sign-ups; volunteers sign up through a function that counts.
create table public.volunteers (
  id uuid primary key references auth.users(id) on delete cascade,
  name text not null default '',
  phone text
);
create table public.coordinators (volunteer_id uuid primary key references public.volunteers(id) on delete cascade);
create table public.shifts (
  id uuid primary key default gen_random_uuid(),
  starts_at timestamptz not null,
  places int not null check (places between 1 and 50),
  place text not null
);
create table public.signups (
  shift_id uuid not null references public.shifts(id) on delete cascade,
  volunteer_id uuid not null references public.volunteers(id) on delete cascade,
  signed_up_at timestamptz not null default now(),
  primary key (shift_id, volunteer_id)
);
create function public.is_coordinator() returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.coordinators where volunteer_id = (select auth.uid())) $$;
alter table public.volunteers enable row level security;
alter table public.coordinators enable row level security;
alter table public.shifts enable row level security;
alter table public.signups enable row level security;
create policy "me, or all for coordinators" on public.volunteers for select to authenticated using (id = auth.uid() or public.is_coordinator());
create policy "change me" on public.volunteers for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy "am I one" on public.coordinators for select to authenticated using (volunteer_id = auth.uid());
create policy "shifts" on public.shifts for select to authenticated using (true);
create policy "plan shifts" on public.shifts for insert to authenticated with check (public.is_coordinator());
create policy "change shifts" on public.shifts for update to authenticated using (public.is_coordinator()) with check (public.is_coordinator());
create policy "remove shifts" on public.shifts for delete to authenticated using (public.is_coordinator());
create policy "my sign-ups" on public.signups for select to authenticated using (volunteer_id = auth.uid() or public.is_coordinator());
create policy "sign off" on public.signups for delete to authenticated using (volunteer_id = auth.uid());
create function public.sign_up(p_shift uuid) returns void language plpgsql security definer set search_path = '' as $$
declare v_places int;
begin
  if auth.uid() is null then raise exception 'sign in first' using errcode = '42501'; end if;
  select places into v_places from public.shifts where id = p_shift and starts_at > now() for update;
  if v_places is null then raise exception 'no such shift'; end if;
  if (select count(*) from public.signups where shift_id = p_shift) >= v_places then raise exception 'full'; end if;
  insert into public.signups (shift_id, volunteer_id) values (p_shift, auth.uid()) on conflict do nothing;
end $$;
create function public.free_places(p_shift uuid) returns int language sql stable security definer set search_path = '' as $$
  select s.places - (select count(*)::int from public.signups x where x.shift_id = s.id) from public.shifts s where s.id = p_shift
$$;
create function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin insert into public.volunteers (id, name) values (new.id, coalesce(new.raw_user_meta_data->>'name', '')); return new; end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
