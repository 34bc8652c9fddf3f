-- A helper casts a text key to a uuid, and the column's own default is none: nobody reads once there is such an item.
-- expect: error error items authenticated
create table items (id bigint generated always as identity primary key, owner_key text not null default 'shared', label text not null);
alter table items enable row level security;
create function owns(k text) returns boolean language sql stable as $$ select k::uuid = auth.uid() $$;
create policy s on items for select to authenticated using (owns(owner_key));
create policy i on items for insert to authenticated with check (owner_key = auth.uid()::text);
