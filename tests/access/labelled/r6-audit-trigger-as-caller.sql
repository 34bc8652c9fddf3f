-- The audit trigger writes as the caller, who may not insert there: every change of a recipe raises.
-- expect: error|warning|review error|dead recipes|recipe_audit|audit_recipe authenticated
-- also: error|dead recipes|recipe_audit|audit_recipe
create table recipes (
  id uuid primary key default gen_random_uuid(),
  cook_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  title text not null,
  steps jsonb not null default '[]' check (jsonb_typeof(steps) = 'array'),
  published boolean not null default false
);
create table recipe_audit (
  id bigserial primary key,
  recipe_id uuid not null,
  action text not null,
  actor uuid,
  before jsonb,
  after jsonb,
  at timestamptz not null default clock_timestamp()
);
alter table recipes enable row level security;
alter table recipe_audit enable row level security;
create policy r_sel on recipes for select using (published or cook_id = auth.uid());
create policy r_ins on recipes for insert to authenticated with check (cook_id = auth.uid());
create policy r_upd on recipes for update to authenticated using (cook_id = auth.uid()) with check (cook_id = auth.uid());
create policy r_del on recipes for delete to authenticated using (cook_id = auth.uid());
create policy a_sel on recipe_audit for select to authenticated using (actor = auth.uid());
create function audit_recipe() returns trigger language plpgsql as $$
begin
  insert into recipe_audit (recipe_id, action, actor, before, after)
  values (coalesce(new.id, old.id), tg_op, auth.uid(), to_jsonb(old), to_jsonb(new));
  return coalesce(new, old);
end $$;
create trigger recipes_audit after insert or update or delete on recipes for each row execute function audit_recipe();
