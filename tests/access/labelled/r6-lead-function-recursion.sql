-- is_lead() runs as the caller and reads the table whose policy calls it: stack depth exceeded.
-- delete_my_account() runs as the caller, who may not touch auth.users.
-- expect: error error crew authenticated
-- expect: error|warning|review dead|error delete_my_account authenticated
-- also: error|dead crew|is_lead|shifts|delete_my_account
create table crew (
  id int generated always as identity primary key,
  user_id uuid not null references auth.users on delete cascade,
  vessel text not null,
  is_lead boolean not null default false
);
create table shifts (
  id int generated always as identity primary key,
  user_id uuid not null references auth.users on delete cascade,
  watch int4range not null check (not isempty(watch))
);
create function is_lead() returns boolean language plpgsql stable as $$
begin
  return exists (select 1 from crew c where c.user_id::text = auth.uid()::text and c.is_lead);
end $$;
alter table crew enable row level security;
alter table shifts enable row level security;
create policy "self or lead" on crew for select to authenticated using (user_id = auth.uid() or is_lead());
create policy "lead edits" on crew for update to authenticated using (is_lead()) with check (is_lead());
create policy "shifts" on shifts for select to authenticated using (user_id = auth.uid());
create function delete_my_account() returns void language sql as $$ delete from auth.users where id = auth.uid() $$;
