-- projects asks project_shares, project_shares asks projects.
-- expect: error error projects|project_shares authenticated
-- also: error projects|project_shares|tasks
create table projects (id uuid primary key default gen_random_uuid(), owner_id uuid not null references auth.users, name text not null);
create table project_shares (
  project_id uuid not null references projects on delete cascade,
  shared_with uuid not null references auth.users on delete cascade,
  can_edit boolean not null default false,
  primary key (project_id, shared_with)
);
create table tasks (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references projects on delete cascade,
  title text not null,
  done boolean not null default false
);
alter table projects enable row level security;
alter table project_shares enable row level security;
alter table tasks enable row level security;
create policy projects_select on projects for select using (
  owner_id = auth.uid() or id in (select project_id from project_shares where shared_with = auth.uid()));
create policy projects_write on projects for insert with check (owner_id = auth.uid());
create policy shares_select on project_shares for select using (
  shared_with = auth.uid() or exists (select 1 from projects p where p.id = project_id and p.owner_id = auth.uid()));
create policy tasks_select on tasks for select using (exists (select 1 from projects p where p.id = project_id));
