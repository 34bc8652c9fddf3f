-- A climbing gym: a trigger guards the member's rank and pass; the column that came later, is_setter, opens everybody's incident reports and is not guarded.
-- expect: error escalation climbers|incidents authenticated
-- also: escalation|tampering|forgery|bypass climbers|incidents
create table public.climbers (
  id uuid primary key references auth.users (id) on delete cascade,
  display_name text not null default '',
  rank text not null default 'guest' check (rank in ('guest', 'member', 'staff')),
  pass_until date,
  home_wall text
);
alter table public.climbers add column is_setter boolean not null default false;
create table public.incidents (
  id uuid primary key default gen_random_uuid(),
  climber_id uuid not null default auth.uid() references public.climbers (id),
  route text not null,
  injury text not null,
  happened_at timestamptz not null default now()
);
create function public.on_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.climbers (id, display_name) values (new.id, coalesce(new.raw_user_meta_data ->> 'name', ''));
  return new;
end $$;
create trigger on_new_user after insert on auth.users for each row execute function public.on_new_user();
create function public.guard_climber() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user in ('anon', 'authenticated') then
    if new.rank is distinct from old.rank or new.pass_until is distinct from old.pass_until then
      raise exception 'rank and pass are the front desk''s';
    end if;
  end if;
  return new;
end $$;
create trigger guard_climber before update on public.climbers for each row execute function public.guard_climber();
create function public.is_setter() returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.climbers c where c.id = auth.uid() and (c.is_setter or c.rank = 'staff')) $$;
alter table public.climbers enable row level security;
alter table public.incidents enable row level security;
create policy self on public.climbers for select to authenticated using (id = auth.uid());
create policy self_edit on public.climbers for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy reported on public.incidents for select to authenticated using (climber_id = auth.uid() or public.is_setter());
create policy report on public.incidents for insert to authenticated with check (climber_id = auth.uid());
