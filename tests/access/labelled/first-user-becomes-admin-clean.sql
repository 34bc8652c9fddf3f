-- The first to sign up becomes the administrator: common, and no hole.
-- clean
create type public.user_role as enum ('admin', 'agent');
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  email text not null,
  role public.user_role not null default 'agent'
);
create table public.companies (id uuid primary key default gen_random_uuid(), name text not null);
create table public.company_users (
  company_id uuid references public.companies(id) on delete cascade,
  user_id uuid references public.profiles(id) on delete cascade,
  primary key (company_id, user_id)
);
create table public.contacts (
  id uuid primary key default gen_random_uuid(),
  company_id uuid not null references public.companies(id) on delete cascade,
  name text not null
);
create or replace function public.handle_new_user() returns trigger language plpgsql security definer set search_path = public as $$
declare
  n int;
begin
  select count(*) into n from profiles;
  insert into profiles (id, email, role) values (new.id, new.email, case when n = 0 then 'admin'::user_role else 'agent'::user_role end);
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
create or replace function public.is_admin() returns boolean language sql stable security definer set search_path = public as
$$ select exists (select 1 from profiles where id = auth.uid() and role = 'admin') $$;
alter table public.profiles enable row level security;
alter table public.companies enable row level security;
alter table public.company_users enable row level security;
alter table public.contacts enable row level security;
create policy r on public.profiles for select to authenticated using (id = auth.uid() or is_admin());
create policy r on public.companies for select to authenticated using (
  is_admin() or id in (select company_id from company_users where user_id = auth.uid()));
create policy w on public.companies for insert to authenticated with check (is_admin());
create policy r on public.company_users for select to authenticated using (user_id = auth.uid() or is_admin());
create policy w on public.company_users for all to authenticated using (is_admin()) with check (is_admin());
create policy r on public.contacts for select to authenticated using (
  is_admin() or company_id in (select company_id from company_users where user_id = auth.uid()));
create policy w on public.contacts for insert to authenticated with check (
  company_id in (select company_id from company_users where user_id = auth.uid()));
