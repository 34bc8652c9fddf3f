-- Logs of a company, written by its users; user_id is only said, no policy takes it for the owner.
-- clean
create table public.companies (id uuid primary key default gen_random_uuid(), name text not null);
create table public.users (id uuid primary key references auth.users(id) on delete cascade, company_id uuid references public.companies(id), name text not null default '');
create table public.logs (
  id uuid primary key default gen_random_uuid(),
  company_id uuid not null references public.companies(id),
  user_id uuid references public.users(id) on delete set null,
  action text not null,
  created_at timestamptz not null default now()
);
create function public.my_company() returns uuid language sql stable security definer set search_path = public as
$$ select company_id from users where id = auth.uid() $$;
alter table public.companies enable row level security;
alter table public.users enable row level security;
alter table public.logs enable row level security;
create policy r on public.companies for select to authenticated using (id = my_company());
create policy r on public.users for select to authenticated using (id = auth.uid() or company_id = my_company());
create policy r on public.logs for select to authenticated using (company_id = my_company());
create policy i on public.logs for insert to authenticated with check (company_id = my_company());
