-- assign_role() asks whether "the granter" is an admin, and lets the caller say who that is.
-- expect: error escalation assign_role|user_roles authenticated
-- also: escalation|bypass|tampering assign_role|user_roles|payout_accounts
create type public.app_role as enum ('admin', 'moderator', 'user');
create table public.user_roles (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  role public.app_role not null default 'user',
  granted_by uuid references auth.users (id),
  unique (user_id, role)
);
create table public.payout_accounts (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  iban text not null,
  verified boolean not null default false
);
alter table public.user_roles enable row level security;
alter table public.payout_accounts enable row level security;
create or replace function public.has_role(_user_id uuid, _role public.app_role) returns boolean
language sql stable security definer set search_path = public as $$
  select exists (select 1 from public.user_roles where user_id = _user_id and role = _role)
$$;
create or replace function public.assign_role(_granter uuid, _user_id uuid, _role public.app_role) returns void
language plpgsql security definer set search_path = public as $$
begin
  if not public.has_role(_granter, 'admin') then
    raise exception 'only admins assign roles';
  end if;
  insert into public.user_roles (user_id, role, granted_by) values (_user_id, _role, _granter) on conflict do nothing;
end;
$$;
create policy "roles are visible" on public.user_roles for select to authenticated using (true);
create policy "admins read payouts" on public.payout_accounts for select to authenticated using (public.has_role(auth.uid(), 'admin'));
create policy "own payout" on public.payout_accounts for select to authenticated using (user_id = auth.uid());
create policy "own payout insert" on public.payout_accounts for insert to authenticated with check (user_id = auth.uid() and not verified);
