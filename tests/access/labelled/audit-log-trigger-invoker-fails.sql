-- The audit trigger runs as the caller, who may not insert into audit_log: every insert fails.
-- expect: error error|dead accounts|write_audit|audit_log authenticated
create table accounts (id uuid primary key default gen_random_uuid(), owner uuid not null default auth.uid() references auth.users, name text not null);
create table audit_log (
  id bigint generated always as identity primary key,
  table_name text not null,
  actor uuid,
  new_row jsonb,
  at timestamptz not null default clock_timestamp()
);
create function write_audit() returns trigger language plpgsql as $$
begin
  insert into public.audit_log (table_name, actor, new_row) values (tg_table_name, auth.uid(), to_jsonb(new));
  return new;
end $$;
create trigger audit after insert or update on accounts for each row execute function write_audit();
alter table accounts enable row level security;
alter table audit_log enable row level security;
create policy "own accounts" on accounts for select to authenticated using (owner = auth.uid());
create policy "open account" on accounts for insert to authenticated with check (owner = auth.uid());
create policy "rename account" on accounts for update to authenticated using (owner = auth.uid()) with check (owner = auth.uid());
create policy "admins read" on audit_log for select to authenticated using ((auth.jwt() -> 'app_metadata' ->> 'role') = 'admin');
