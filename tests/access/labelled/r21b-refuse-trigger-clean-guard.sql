-- clean
create table public.projects (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users(id), name text not null);
create table public.tasks (id uuid primary key default gen_random_uuid(), project_id uuid not null references public.projects(id), user_id uuid not null default auth.uid() references auth.users(id), title text not null);
alter table public.projects enable row level security; alter table public.tasks enable row level security;
create policy s on public.projects for all to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy c on public.tasks for select to authenticated using (user_id = (select auth.uid()));
create policy ci on public.tasks for insert to authenticated with check (user_id = (select auth.uid()));
create function public.check_project() returns trigger language plpgsql set search_path = '' as $$ begin
 if not exists (select 1 from public.projects p where p.id = new.project_id) then raise exception 'no such project'; end if;
 return new; end $$;
create trigger check_project before insert on public.tasks for each row execute function public.check_project();
