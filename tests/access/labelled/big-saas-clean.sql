-- A whole SaaS: accounts, members, invitations, projects, tasks, comments, files, subscription, usage, audit.
-- clean
create extension if not exists "uuid-ossp";
create schema if not exists app_private;
create type public.account_role as enum ('owner', 'admin', 'member');
create table public.accounts (
  id uuid primary key default uuid_generate_v4(),
  name text not null check (char_length(name) <= 120),
  slug text unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  primary_owner uuid not null default auth.uid() references auth.users(id),
  personal boolean not null default false,
  created_at timestamptz not null default now(),
  check (personal or slug is not null)
);
create table public.account_members (
  account_id uuid not null references public.accounts(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  account_role public.account_role not null,
  primary key (account_id, user_id)
);
create table public.projects (
  id uuid primary key default uuid_generate_v4(),
  account_id uuid not null references public.accounts(id) on delete cascade,
  name text not null,
  color text not null default '#336699' check (color ~ '^#[0-9a-f]{6}$'),
  settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object')
);
create table public.tasks (
  id uuid primary key default uuid_generate_v4(),
  project_id uuid not null references public.projects(id) on delete cascade,
  account_id uuid not null references public.accounts(id) on delete cascade,
  title text not null,
  assignee uuid references auth.users(id) on delete set null,
  priority smallint not null default 3 check (priority between 1 and 5),
  due date,
  tags text[] not null default '{}',
  parent_id uuid references public.tasks(id) on delete cascade,
  check (parent_id is null or parent_id <> id)
);
create table public.comments (
  id uuid primary key default uuid_generate_v4(),
  task_id uuid not null references public.tasks(id) on delete cascade,
  author_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  body text not null check (btrim(body) <> '')
);
create table public.subscriptions (
  account_id uuid primary key references public.accounts(id) on delete cascade,
  stripe_id text unique,
  status text not null default 'trialing' check (status in ('trialing', 'active', 'past_due', 'canceled')),
  seats int not null default 1 check (seats >= 1),
  period tstzrange
);
create table app_private.audit (id bigserial primary key, who uuid, what text not null, at timestamptz not null default now());
create function app_private.role_in(a uuid) returns public.account_role language sql stable security definer set search_path = '' as
$$ select account_role from public.account_members where account_id = a and user_id = (select auth.uid()) $$;
create function app_private.is_member(a uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select app_private.role_in(a) is not null $$;
create function app_private.is_admin(a uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select coalesce(app_private.role_in(a) in ('owner', 'admin'), false) $$;
grant usage on schema app_private to authenticated;
grant execute on all functions in schema app_private to authenticated;
create function app_private.account_created() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.account_members values (new.id, new.primary_owner, 'owner');
  insert into public.subscriptions (account_id) values (new.id);
  insert into app_private.audit (who, what) values (auth.uid(), 'account ' || new.id);
  return new;
end $$;
create trigger account_created after insert on public.accounts for each row execute function app_private.account_created();
create function app_private.keep_account() returns trigger language plpgsql as $$
begin
  if new.account_id is distinct from old.account_id then raise exception 'account_id is fixed'; end if;
  return new;
end $$;
create trigger keep_account before update on public.projects for each row execute function app_private.keep_account();
create trigger keep_account before update on public.tasks for each row execute function app_private.keep_account();
alter table public.accounts enable row level security;
alter table public.account_members enable row level security;
alter table public.projects enable row level security;
alter table public.tasks enable row level security;
alter table public.comments enable row level security;
alter table public.subscriptions enable row level security;
create policy accounts_read on public.accounts for select to authenticated using (primary_owner = (select auth.uid()) or app_private.is_member(id));
create policy accounts_create on public.accounts for insert to authenticated with check (primary_owner = (select auth.uid()));
create policy accounts_rename on public.accounts for update to authenticated using (app_private.role_in(id) = 'owner')
  with check (app_private.role_in(id) = 'owner' and primary_owner = (select auth.uid()));
create policy members_read on public.account_members for select to authenticated using (app_private.is_member(account_id));
create policy members_remove on public.account_members for delete to authenticated using (
  account_role <> 'owner' and (user_id = (select auth.uid()) or app_private.is_admin(account_id)));
create policy projects_read on public.projects for select to authenticated using (app_private.is_member(account_id));
create policy projects_write on public.projects for insert to authenticated with check (app_private.is_admin(account_id));
create policy projects_edit on public.projects for update to authenticated using (app_private.is_admin(account_id)) with check (app_private.is_admin(account_id));
create policy projects_drop on public.projects for delete to authenticated using (app_private.is_admin(account_id));
create policy tasks_read on public.tasks for select to authenticated using (app_private.is_member(account_id));
create policy tasks_write on public.tasks for insert to authenticated with check (app_private.is_member(account_id)
  and exists (select 1 from public.projects p where p.id = project_id and p.account_id = tasks.account_id));
create policy tasks_edit on public.tasks for update to authenticated using (app_private.is_member(account_id))
  with check (app_private.is_member(account_id) and exists (select 1 from public.projects p where p.id = project_id and p.account_id = tasks.account_id));
create policy tasks_drop on public.tasks for delete to authenticated using (app_private.is_member(account_id));
create policy comments_read on public.comments for select to authenticated using (exists (select 1 from public.tasks t where t.id = task_id));
create policy comments_write on public.comments for insert to authenticated with check (
  author_id = (select auth.uid()) and exists (select 1 from public.tasks t where t.id = task_id));
create policy comments_drop on public.comments for delete to authenticated using (author_id = (select auth.uid()));
create policy subscriptions_read on public.subscriptions for select to authenticated using (app_private.is_admin(account_id));
