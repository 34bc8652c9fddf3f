-- recipient_id = caller OR (courier_id is null and state = new).
-- expect: error forgery deliveries authenticated
create table deliveries (
  id bigint generated always as identity primary key,
  courier_id uuid references auth.users,
  recipient_id uuid not null references auth.users,
  address text not null,
  state text not null default 'new' check (state in ('new', 'under_way', 'done'))
);
create table live_locations (
  delivery_id bigint primary key references deliveries on delete cascade,
  latitude double precision not null check (latitude between -90 and 90),
  longitude double precision not null check (longitude between -180 and 180)
);
alter table deliveries enable row level security;
alter table live_locations enable row level security;
create policy "sides" on deliveries for select to authenticated using ((select auth.uid()) in (courier_id, recipient_id));
create policy "order" on deliveries for insert to authenticated
  with check (recipient_id = (select auth.uid()) or courier_id is null and state = 'new');
create policy "where it is" on live_locations for select to authenticated using (
  exists (select 1 from deliveries d where d.id = delivery_id));
create policy "courier reports" on live_locations for insert to authenticated with check (
  exists (select 1 from deliveries d where d.id = delivery_id and d.courier_id = (select auth.uid())));
create policy "courier moves" on live_locations for update to authenticated
  using (exists (select 1 from deliveries d where d.id = delivery_id and d.courier_id = (select auth.uid())))
  with check (exists (select 1 from deliveries d where d.id = delivery_id and d.courier_id = (select auth.uid())));
alter publication supabase_realtime add table deliveries, live_locations;
create policy "listen to own deliveries" on realtime.messages for select to authenticated using (
  exists (select 1 from deliveries d where 'delivery:' || d.id = realtime.topic()));
