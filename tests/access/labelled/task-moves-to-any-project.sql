-- UPDATE on tasks checks the old project only: a task can be moved into anyone's project. Also: tasks INSERT doesn't check the project.
-- expect: error forgery|tampering|escalation tasks authenticated
create table projects (id uuid primary key default gen_random_uuid(), owner_id uuid not null references auth.users, name text not null);
create table tasks (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references projects on delete cascade,
  title text not null,
  done boolean not null default false
);
alter table projects enable row level security;
alter table tasks enable row level security;
create policy "own projects" on projects for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "read tasks" on tasks for select to authenticated using (
  exists (select 1 from projects p where p.id = tasks.project_id and p.owner_id = auth.uid()));
create policy "add tasks" on tasks for insert to authenticated with check (auth.uid() is not null);
create policy "edit tasks" on tasks for update to authenticated using (
  exists (select 1 from projects p where p.id = tasks.project_id and p.owner_id = auth.uid())) with check (true);
