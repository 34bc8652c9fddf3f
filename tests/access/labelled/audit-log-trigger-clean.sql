-- Append-only audit log by a definer trigger; nobody writes it directly, admins (app_metadata) read it.
-- clean
create table accounts (id uuid primary key default gen_random_uuid(), owner uuid not null default auth.uid() references auth.users, balance numeric(12,2) not null default 0);
create table audit_log (
  id bigint generated always as identity primary key,
  table_name text not null,
  row_id uuid not null,
  actor uuid,
  old_row jsonb,
  new_row jsonb,
  at timestamptz not null default clock_timestamp()
);
create function write_audit() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.audit_log (table_name, row_id, actor, old_row, new_row)
  values (tg_table_name, coalesce(new.id, old.id), auth.uid(), to_jsonb(old), to_jsonb(new));
  return coalesce(new, old);
end $$;
create trigger audit after insert or update or delete on accounts for each row execute function write_audit();
alter table accounts enable row level security;
alter table audit_log enable row level security;
revoke insert, update, delete, truncate on audit_log from anon, authenticated;
create policy "own accounts" on accounts for select to authenticated using (owner = auth.uid());
create policy "open account" on accounts for insert to authenticated with check (owner = auth.uid() and balance = 0);
create policy "admins read" on audit_log for select to authenticated using ((auth.jwt() -> 'app_metadata' ->> 'role') = 'admin');
