-- clean
-- The partitions have no row-level security of their own, and nobody but their owner may touch them: the grants stand on the parent alone.
-- platform: postgres
create role tram_operator nologin;
create role tram_planner nologin;
create schema tram;
create table tram.events (
  depot text not null check (depot in ('north', 'south', 'east')),
  vehicle int not null,
  happened timestamptz not null,
  kind text not null default 'delay',
  minutes int check (minutes >= 0),
  primary key (depot, vehicle, happened)
) partition by list (depot);
create table tram.events_north partition of tram.events for values in ('north');
create table tram.events_south partition of tram.events for values in ('south');
create table tram.events_rest partition of tram.events default;
alter table tram.events enable row level security;
create policy depot_reads on tram.events for select to tram_operator using (depot = current_setting('tram.depot', true));
create policy depot_writes on tram.events for insert to tram_operator with check (depot = current_setting('tram.depot', true));
create policy planner on tram.events for select to tram_planner using (true);
grant usage on schema tram to tram_operator, tram_planner;
grant select, insert on tram.events to tram_operator;
grant select on tram.events to tram_planner;
