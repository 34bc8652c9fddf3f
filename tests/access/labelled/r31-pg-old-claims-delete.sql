-- The claim as a setting of its own; a definer function deletes whatever note is named, by an argument called n.
-- expect: error bypass|tampering drop_note|notes
-- also: bypass|tampering drop_note|notes
-- platform: postgres
create role r31w3_user nologin;
create table notes (id serial primary key, owner_id int not null default nullif(current_setting('request.jwt.claim.user_id', true), '')::int, body text);
alter table notes enable row level security;
create policy o on notes to r31w3_user using (owner_id = nullif(current_setting('request.jwt.claim.user_id', true), '')::int) with check (owner_id = nullif(current_setting('request.jwt.claim.user_id', true), '')::int);
create function drop_note(n int) returns void language plpgsql security definer as $$ begin delete from notes where id = n; end $$;
grant select, insert, update, delete on notes to r31w3_user;
grant usage on sequence notes_id_seq to r31w3_user;
