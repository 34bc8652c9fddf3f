-- clean
-- Profiles with rights in the same row. The guard names no right: it compares the rows without the two columns that one may write, so that later columns are guarded too.
create table public.observers (
  id uuid primary key references auth.users (id) on delete cascade,
  handle text not null default 'star',
  bio text,
  telescope_hours int not null default 0 check (telescope_hours >= 0),
  may_schedule boolean not null default false
);
alter table public.observers add column is_board boolean not null default false;
create table public.sessions (
  id uuid primary key default gen_random_uuid(),
  observer_id uuid not null references public.observers (id),
  target text not null,
  starts timestamptz not null,
  private_notes text
);
create function public.keep_rights() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user in ('anon', 'authenticated')
     and (to_jsonb(new) - 'handle' - 'bio') is distinct from (to_jsonb(old) - 'handle' - 'bio') then
    raise exception 'only handle and bio are yours to change';
  end if;
  return new;
end $$;
create trigger keep_rights before update on public.observers for each row execute function public.keep_rights();
create function public.welcome() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.observers (id) values (new.id);
  return new;
end $$;
create trigger welcome after insert on auth.users for each row execute function public.welcome();
create function public.on_board() returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce((select o.is_board from public.observers o where o.id = auth.uid()), false) $$;
create function public.schedules() returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce((select o.may_schedule from public.observers o where o.id = auth.uid()), false) $$;
alter table public.observers enable row level security;
alter table public.sessions enable row level security;
create policy self on public.observers for select to authenticated using (id = auth.uid() or public.on_board());
create policy self_edit on public.observers for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy s_read on public.sessions for select to authenticated using (observer_id = auth.uid() or public.on_board());
create policy s_book on public.sessions for insert to authenticated with check (observer_id = auth.uid() and public.schedules());
