-- Garden plots with a waiting list. The tables take no direct writes where rules count; functions that run with their
-- owner's rights ask who is calling. Columns of a plot holder are freed one by one.
-- clean
create table gardeners (
  id uuid primary key default auth.uid() references auth.users on delete cascade,
  display_name text not null,
  phone text,
  committee boolean not null default false
);
create table plots (
  number int primary key,
  square_metres int not null check (square_metres between 10 and 400),
  holder uuid references gardeners on delete set null
);
create table waiting_list (
  gardener_id uuid primary key references gardeners on delete cascade,
  asked_at timestamptz not null default now()
);
create table plot_diary (
  id bigint generated always as identity primary key,
  plot int not null references plots on delete cascade,
  writer uuid not null default auth.uid() references gardeners on delete cascade,
  entry text not null check (length(entry) <= 2000)
);

alter table gardeners enable row level security;
alter table plots enable row level security;
alter table waiting_list enable row level security;
alter table plot_diary enable row level security;

create function on_committee() returns boolean language sql stable security definer set search_path = '' as
$$ select coalesce((select g.committee from public.gardeners g where g.id = auth.uid()), false) $$;

create policy "myself or the committee" on gardeners for select to authenticated using (id = (select auth.uid()) or (select on_committee()));
create policy "sign up" on gardeners for insert to authenticated with check (id = (select auth.uid()));
create policy "edit myself" on gardeners for update to authenticated using (id = (select auth.uid()));
-- "committee" is not among the columns that anybody may write
revoke insert, update on gardeners from anon, authenticated;
grant insert (id, display_name, phone), update (display_name, phone) on gardeners to authenticated;

create policy "map of plots" on plots for select to anon, authenticated using (true);
revoke insert, update, delete on plots from anon, authenticated;

create policy "own place or committee" on waiting_list for select to authenticated
  using (gardener_id = (select auth.uid()) or (select on_committee()));
create policy "leave the list" on waiting_list for delete to authenticated using (gardener_id = (select auth.uid()));
revoke insert, update on waiting_list from anon, authenticated;

create policy "diary of one's own plot" on plot_diary for select to authenticated using (
  writer = (select auth.uid()) or exists (select 1 from plots p where p.number = plot and p.holder = (select auth.uid())));
create policy "write the diary" on plot_diary for insert to authenticated with check (
  writer = (select auth.uid()) and exists (select 1 from plots p where p.number = plot and p.holder = (select auth.uid())));
create policy "strike an entry" on plot_diary for delete to authenticated using (writer = (select auth.uid()));

create function join_waiting_list() returns void language plpgsql security definer set search_path = '' as $$
begin
  if auth.uid() is null then
    raise exception 'sign in first' using errcode = '42501';
  end if;
  insert into public.waiting_list (gardener_id) values (auth.uid()) on conflict do nothing;
end $$;

create function assign_plot(plot_number int, to_gardener uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not public.on_committee() then
    raise exception 'only the committee assigns plots' using errcode = '42501';
  end if;
  update public.plots set holder = to_gardener where number = plot_number;
  delete from public.waiting_list where gardener_id = to_gardener;
end $$;

-- everybody on the list may know how many wait, not who
create function people_waiting() returns bigint language sql stable security definer set search_path = '' as
$$ select count(*) from public.waiting_list $$;
