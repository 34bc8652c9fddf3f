-- The sign-up trigger takes the role from what the user himself sends along: anyone signs up as admin.
-- expect: error escalation profiles|handle_new_user|users authenticated
-- also: escalation|bypass|tampering profiles|handle_new_user|users|is_admin|support_tickets
create table public.profiles (
  id uuid not null references auth.users on delete cascade primary key,
  email text,
  role text not null default 'user' check (role in ('user', 'admin')),
  created_at timestamptz not null default now()
);
create table public.support_tickets (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.profiles(id) on delete cascade,
  subject text not null,
  body text,
  status text not null default 'open' check (status in ('open','closed'))
);
alter table public.profiles enable row level security;
alter table public.support_tickets enable row level security;
create or replace function public.handle_new_user()
returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, email, role)
  values (new.id, new.email, coalesce(new.raw_user_meta_data ->> 'role', 'user'));
  return new;
end;
$$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
create or replace function public.is_admin() returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.profiles where id = auth.uid() and role = 'admin')
$$;
create policy "Profiles: self" on public.profiles for select using (id = auth.uid() or public.is_admin());
create policy "Tickets: self read" on public.support_tickets for select using (user_id = auth.uid() or public.is_admin());
create policy "Tickets: self create" on public.support_tickets for insert with check (user_id = auth.uid());
create policy "Tickets: admin update" on public.support_tickets for update using (public.is_admin());
