-- Projects ask the shares and the shares ask the projects: every read of either ends in an error.
-- expect: error error projects|project_shares authenticated
-- also: error|dead projects|project_shares|tasks
create table public.projects (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users(id), name text not null);
create table public.project_shares (project_id uuid references public.projects(id) on delete cascade, user_id uuid references auth.users(id) on delete cascade, can_edit boolean not null default false, primary key (project_id, user_id));
create table public.tasks (id uuid primary key default gen_random_uuid(), project_id uuid not null references public.projects(id) on delete cascade, title text not null, done boolean not null default false);
alter table public.projects enable row level security;
alter table public.project_shares enable row level security;
alter table public.tasks enable row level security;
create policy "own or shared" on public.projects for select to authenticated using (owner_id = auth.uid() or exists (select 1 from public.project_shares s where s.project_id = projects.id and s.user_id = auth.uid()));
create policy "create" on public.projects for insert to authenticated with check (owner_id = auth.uid());
create policy "mine or my project's" on public.project_shares for select to authenticated using (user_id = auth.uid() or exists (select 1 from public.projects p where p.id = project_shares.project_id and p.owner_id = auth.uid()));
create policy "share" on public.project_shares for insert to authenticated with check (exists (select 1 from public.projects p where p.id = project_shares.project_id and p.owner_id = auth.uid()));
create policy "own" on public.tasks for select to authenticated using (exists (select 1 from public.projects p where p.id = project_id and p.owner_id = auth.uid()));
