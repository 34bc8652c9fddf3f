-- The same; a trigger resets the status of what the API inserts.
-- clean
create table public.applications (user_id uuid primary key default auth.uid() references auth.users(id), motivation text not null, status text not null default 'pending' check (status in ('pending', 'approved', 'rejected')));
create table public.members_area (id uuid primary key default gen_random_uuid(), title text not null, content text not null);
create function public.reset_status() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user in ('anon', 'authenticated') then
    new.status := 'pending';
  end if;
  return new;
end $$;
create trigger reset_status before insert on public.applications for each row execute function public.reset_status();
alter table public.applications enable row level security;
alter table public.members_area enable row level security;
create policy own on public.applications for select to authenticated using (user_id = auth.uid());
create policy apply on public.applications for insert to authenticated with check (user_id = auth.uid());
create policy members on public.members_area for select to authenticated using (
  exists (select 1 from public.applications a where a.user_id = auth.uid() and a.status = 'approved'));
