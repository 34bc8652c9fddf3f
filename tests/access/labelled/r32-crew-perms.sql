-- Rights are keys of a JSON document, which a function looks up by the name that it is given.
-- expect: error escalation crew|perms anyone

create table crew (id uuid primary key references auth.users, name text not null default '', perms jsonb not null default '{}');
create table logbook (id bigint generated always as identity primary key, entered_by uuid not null references crew, text text not null);
create function may(p text) returns boolean language sql stable security definer set search_path = '' as $$ select coalesce((select (c.perms ->> p)::boolean from public.crew c where c.id = auth.uid()), false) $$;
alter table crew enable row level security; alter table logbook enable row level security;
create policy c_s on crew for select to authenticated using (id = auth.uid() or may('crew.read'));
create policy c_u on crew for update to authenticated using (id = auth.uid());
create policy l_s on logbook for select to authenticated using (entered_by = auth.uid() or may('log.read'));
create policy l_i on logbook for insert to authenticated with check (entered_by = auth.uid());
create policy l_d on logbook for delete to authenticated using (may('log.delete'));
