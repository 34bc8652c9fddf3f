-- expect: error self-promotion applications
create table public.profiles (id uuid primary key references auth.users(id), role text not null default 'user' check (role in ('user','admin')));
create table public.applications (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users(id), status text not null default 'pending' check (status in ('pending','approved','rejected')));
create table public.reports (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users(id), body text);
alter table public.profiles enable row level security;
alter table public.applications enable row level security;
alter table public.reports enable row level security;
create policy own on public.profiles for select to authenticated using (id = auth.uid());
create policy mine on public.applications for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy r on public.reports for select to authenticated using (user_id = auth.uid() or exists (select 1 from public.profiles p where p.id = auth.uid() and p.role = 'admin'));
create policy ri on public.reports for insert to authenticated with check (user_id = auth.uid());
create function public.on_approved() returns trigger language plpgsql security definer set search_path='' as $$ begin
  if new.status = 'approved' then update public.profiles set role = 'admin' where id = new.user_id; end if; return new; end $$;
create trigger t after insert or update on public.applications for each row execute function public.on_approved();
