-- A setting says who asks, and whoever asks takes a seat in any team.
-- platform: postgres
-- expect: error|warning escalation seats anyone

create role teamapp_r32 login;
create table teams (id int primary key, name text not null);
create table seats (team int not null references teams, usr bigint not null, primary key (team, usr));
create table boards (id int primary key, team int not null references teams, title text not null);
alter table teams enable row level security; alter table seats enable row level security; alter table boards enable row level security;
create policy t on teams for select to teamapp_r32 using (exists (select 1 from seats s where s.team = teams.id and s.usr = current_setting('app.user_id', true)::bigint));
create policy s_r on seats for select to teamapp_r32 using (usr = current_setting('app.user_id', true)::bigint);
create policy s_i on seats for insert to teamapp_r32 with check (usr = current_setting('app.user_id', true)::bigint);
create policy b on boards to teamapp_r32 using (exists (select 1 from seats s where s.team = boards.team and s.usr = current_setting('app.user_id', true)::bigint));
grant select on teams to teamapp_r32; grant select, insert on seats to teamapp_r32; grant select, insert, update, delete on boards to teamapp_r32;
