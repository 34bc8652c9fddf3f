-- Mails are deleted by their numbers, whoever's they are.
-- expect: error bypass delete_messages anon
create table mails (id bigint generated always as identity primary key, owner_id uuid not null default auth.uid() references auth.users, subject text not null);
alter table mails enable row level security;
create policy m on mails for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create function delete_messages(message_ids bigint[]) returns int language plpgsql security definer set search_path = public as $$ declare n int; begin
  delete from mails where id = any (message_ids); get diagnostics n = row_count; return n; end $$;
