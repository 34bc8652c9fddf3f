-- audit_of() no longer asks for an admin.
-- expect: error bypass audit_of|entries authenticated|anon
-- also: bypass audit_of|entries
create schema audit;
create table audit.entries (
  id bigint generated always as identity primary key,
  table_name name not null,
  actor uuid,
  old_row jsonb,
  new_row jsonb,
  at timestamptz not null default clock_timestamp()
);
create function audit.record() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into audit.entries (table_name, actor, old_row, new_row) values (tg_table_name, auth.uid(), to_jsonb(old), to_jsonb(new));
  return null;
end $$;
create function public.is_admin() returns boolean language sql stable as
$$ select coalesce((auth.jwt() -> 'app_metadata' ->> 'admin')::boolean, false) $$;
create table public.recipes (
  id uuid primary key default gen_random_uuid(),
  cook_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  title text not null,
  published boolean not null default false
);
alter table public.recipes enable row level security;
create policy r_sel on public.recipes for select using (published or cook_id = auth.uid() or is_admin());
create policy r_ins on public.recipes for insert to authenticated with check (cook_id = auth.uid());
create policy r_upd on public.recipes for update to authenticated using (cook_id = auth.uid()) with check (cook_id = auth.uid());
create policy r_del on public.recipes for delete to authenticated using (cook_id = auth.uid() or is_admin());
create trigger recipes_audit after insert or update or delete on public.recipes for each row execute function audit.record();
create function public.audit_of(entry_table name) returns setof audit.entries language plpgsql stable security definer set search_path = '' as $$
begin

  return query select * from audit.entries e where e.table_name = entry_table order by e.at desc limit 500;
end $$;
