-- clean
-- A climbing gym: members update their own row, a trigger keeps role, balance and membership; staff comes through functions.
create table public.members (
  id uuid primary key references auth.users(id) on delete cascade,
  full_name text not null default '',
  role text not null default 'climber' check (role in ('climber','setter','manager')),
  balance_cents integer not null default 0,
  paid_until date,
  belay_certified boolean not null default false
);
create table public.routes (
  id uuid primary key default gen_random_uuid(),
  setter_id uuid not null references public.members(id),
  grade text not null check (grade ~ '^[3-9][abc]?\+?$'),
  color text not null
);
create table public.ascents (
  id uuid primary key default gen_random_uuid(),
  member_id uuid not null default auth.uid() references public.members(id) on delete cascade,
  route_id uuid not null references public.routes(id) on delete cascade,
  climbed_on date not null default current_date,
  tries smallint check (tries > 0)
);
alter table public.members enable row level security;
alter table public.routes enable row level security;
alter table public.ascents enable row level security;
create function public.my_role() returns text language sql stable security definer set search_path = '' as
  $$ select role from public.members where id = (select auth.uid()) $$;
create policy "own row or manager" on public.members for select to authenticated using (id = auth.uid() or public.my_role() = 'manager');
create policy "change own row" on public.members for update to authenticated
  using (id = auth.uid() or public.my_role() = 'manager') with check (id = auth.uid() or public.my_role() = 'manager');
create function public.guard_member() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if auth.uid() is not null and public.my_role() is distinct from 'manager' then
    new.role := old.role;
    new.balance_cents := old.balance_cents;
    new.paid_until := old.paid_until;
    new.belay_certified := old.belay_certified;
  end if;
  return new;
end $$;
create trigger members_guard before update on public.members for each row execute function public.guard_member();
create function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.members (id, full_name) values (new.id, coalesce(new.raw_user_meta_data->>'name', ''));
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
create policy "routes" on public.routes for select using (true);
create policy "setters set" on public.routes for insert to authenticated with check (setter_id = auth.uid() and public.my_role() in ('setter','manager'));
create policy "setters strip own" on public.routes for delete to authenticated using (setter_id = auth.uid() or public.my_role() = 'manager');
create policy "own ascents" on public.ascents for all to authenticated using (member_id = auth.uid()) with check (member_id = auth.uid());
