-- A function writes through a view that asks who reads, and so asks for its owner; a trigger in place of the view's UPDATE does the rest.
-- expect: error bypass rename_note authenticated
-- also: bypass|tampering note_titles|notes|set_title
create table notes (id uuid primary key default gen_random_uuid(), user_id uuid not null default auth.uid() references auth.users, title text not null, body text);
alter table notes enable row level security;
create policy n on notes for all to authenticated using (user_id = auth.uid());
create view note_titles with (security_invoker = on) as select id, title from notes;
create function set_title() returns trigger language plpgsql security definer set search_path = public as $$ begin update notes set title = new.title where id = old.id; return new; end $$;
create trigger set_title instead of update on note_titles for each row execute function set_title();
create function rename_note(note uuid, new_title text) returns void language sql security definer set search_path = public as $$ update note_titles set title = new_title where id = note $$;
