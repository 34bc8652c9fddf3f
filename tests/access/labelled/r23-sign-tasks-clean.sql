-- clean
-- Managers hand out tasks, the assignee works on them.
create type public.r as enum ('manager','worker');
create table public.roles (user_id uuid primary key references auth.users(id) on delete cascade, role public.r not null default 'worker');
create table public.tasks (id uuid primary key default gen_random_uuid(), assignee_id uuid not null references auth.users(id), title text not null, done boolean not null default false);
create function public.is_manager() returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.roles where user_id = auth.uid() and role = 'manager') $$;
alter table public.roles enable row level security; alter table public.tasks enable row level security;
create policy r on public.roles for select to authenticated using (user_id = auth.uid());
create policy t on public.tasks for select to authenticated using (assignee_id = auth.uid() or public.is_manager());
create policy ti on public.tasks for insert to authenticated with check (public.is_manager());
create policy tu on public.tasks for update to authenticated using (assignee_id = auth.uid()) with check (assignee_id = auth.uid());
revoke update on public.tasks from anon, authenticated; grant update (done) on public.tasks to authenticated;
create policy td on public.tasks for delete to authenticated using (public.is_manager());
