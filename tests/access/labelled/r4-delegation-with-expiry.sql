-- An owner lends read access for a while; the delegate sees the loan, cannot change it, and loses it when it runs out.
-- clean
create table public.accounts (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  iban text not null
);
create table public.delegations (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references public.accounts(id) on delete cascade,
  delegate_id uuid not null references auth.users(id) on delete cascade,
  expires_at timestamptz not null check (expires_at > created_at),
  created_at timestamptz not null default now()
);
create function public.owns_account(p uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.accounts where id = p and owner_id = auth.uid()) $$;
create function public.has_delegation(p uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.delegations where account_id = p and delegate_id = auth.uid() and expires_at > now()) $$;
alter table public.accounts enable row level security;
alter table public.delegations enable row level security;
create policy "own" on public.accounts for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "lent" on public.accounts for select to authenticated using (public.has_delegation(id));
create policy "parties see" on public.delegations for select to authenticated using (delegate_id = auth.uid() or public.owns_account(account_id));
create policy "owner lends" on public.delegations for insert to authenticated with check (public.owns_account(account_id));
create policy "owner ends" on public.delegations for delete to authenticated using (public.owns_account(account_id));
create policy "owner extends" on public.delegations for update to authenticated using (public.owns_account(account_id)) with check (public.owns_account(account_id));
