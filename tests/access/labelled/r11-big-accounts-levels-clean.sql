-- Twelve tables by levels: a level is set by those above it, and never to their own.
-- clean

create table public.accounts (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.account_members (
  account_id uuid not null references public.accounts (id),
  user_id uuid not null references auth.users (id),
  level int not null default 1 check (level between 1 and 3),
  primary key (account_id, user_id)
);
comment on column public.account_members.level is '1 reads, 2 writes, 3 owns';
create function public.my_level(account uuid) returns int language sql stable security definer set search_path = '' as $$
  select coalesce((select m.level from public.account_members m where m.account_id = account and m.user_id = auth.uid()), 0)
$$;
alter table public.accounts enable row level security;
alter table public.account_members enable row level security;
revoke update on public.account_members from anon, authenticated;
grant update (level) on public.account_members to authenticated;
create policy "members see their account" on public.accounts for select to authenticated using (public.my_level(id) >= 1);
create policy "owners rename" on public.accounts for update to authenticated
  using (public.my_level(id) = 3) with check (public.my_level(id) = 3);
create policy "members see members" on public.account_members for select to authenticated using (public.my_level(account_id) >= 1);
create policy "members leave" on public.account_members for delete to authenticated using (user_id = (select auth.uid()) and level < 3);
create policy "those above set levels" on public.account_members for update to authenticated
  using (public.my_level(account_id) > level) with check (public.my_level(account_id) > level);

create table public.boards (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references public.accounts (id),
  title text not null
);
alter table public.boards enable row level security;
create policy "boards select" on public.boards for select to authenticated using (public.my_level(account_id) >= 1);
create policy "boards insert" on public.boards for insert to authenticated with check (public.my_level(account_id) >= 2);
create policy "boards update" on public.boards for update to authenticated
  using (public.my_level(account_id) >= 2) with check (public.my_level(account_id) >= 2);
create policy "boards delete" on public.boards for delete to authenticated using (public.my_level(account_id) >= 2);

create table public.cards (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references public.accounts (id),
  title text not null, position int not null default 0
);
alter table public.cards enable row level security;
create policy "cards select" on public.cards for select to authenticated using (public.my_level(account_id) >= 1);
create policy "cards insert" on public.cards for insert to authenticated with check (public.my_level(account_id) >= 2);
create policy "cards update" on public.cards for update to authenticated
  using (public.my_level(account_id) >= 2) with check (public.my_level(account_id) >= 2);
create policy "cards delete" on public.cards for delete to authenticated using (public.my_level(account_id) >= 2);

create table public.labels (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references public.accounts (id),
  name text not null, color text
);
alter table public.labels enable row level security;
create policy "labels select" on public.labels for select to authenticated using (public.my_level(account_id) >= 1);
create policy "labels insert" on public.labels for insert to authenticated with check (public.my_level(account_id) >= 2);
create policy "labels update" on public.labels for update to authenticated
  using (public.my_level(account_id) >= 2) with check (public.my_level(account_id) >= 2);
create policy "labels delete" on public.labels for delete to authenticated using (public.my_level(account_id) >= 2);

create table public.wikis (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references public.accounts (id),
  title text not null, body text
);
alter table public.wikis enable row level security;
create policy "wikis select" on public.wikis for select to authenticated using (public.my_level(account_id) >= 1);
create policy "wikis insert" on public.wikis for insert to authenticated with check (public.my_level(account_id) >= 2);
create policy "wikis update" on public.wikis for update to authenticated
  using (public.my_level(account_id) >= 2) with check (public.my_level(account_id) >= 2);
create policy "wikis delete" on public.wikis for delete to authenticated using (public.my_level(account_id) >= 2);

create table public.goals (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references public.accounts (id),
  title text not null, due date
);
alter table public.goals enable row level security;
create policy "goals select" on public.goals for select to authenticated using (public.my_level(account_id) >= 1);
create policy "goals insert" on public.goals for insert to authenticated with check (public.my_level(account_id) >= 2);
create policy "goals update" on public.goals for update to authenticated
  using (public.my_level(account_id) >= 2) with check (public.my_level(account_id) >= 2);
create policy "goals delete" on public.goals for delete to authenticated using (public.my_level(account_id) >= 2);

create table public.api_tokens (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references public.accounts (id),
  hash text not null, name text not null
);
alter table public.api_tokens enable row level security;
create policy "api_tokens select" on public.api_tokens for select to authenticated using (public.my_level(account_id) >= 3);
create policy "api_tokens insert" on public.api_tokens for insert to authenticated with check (public.my_level(account_id) >= 3);
create policy "api_tokens update" on public.api_tokens for update to authenticated
  using (public.my_level(account_id) >= 3) with check (public.my_level(account_id) >= 3);
create policy "api_tokens delete" on public.api_tokens for delete to authenticated using (public.my_level(account_id) >= 3);

create table public.invoices (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references public.accounts (id),
  cents int not null check (cents >= 0), issued date not null default current_date
);
alter table public.invoices enable row level security;
create policy "invoices select" on public.invoices for select to authenticated using (public.my_level(account_id) >= 3);
create policy "invoices insert" on public.invoices for insert to authenticated with check (public.my_level(account_id) >= 3);
create policy "invoices update" on public.invoices for update to authenticated
  using (public.my_level(account_id) >= 3) with check (public.my_level(account_id) >= 3);
create policy "invoices delete" on public.invoices for delete to authenticated using (public.my_level(account_id) >= 3);

create table public.domains (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references public.accounts (id),
  host text not null
);
alter table public.domains enable row level security;
create policy "domains select" on public.domains for select to authenticated using (public.my_level(account_id) >= 2);
create policy "domains insert" on public.domains for insert to authenticated with check (public.my_level(account_id) >= 3);
create policy "domains update" on public.domains for update to authenticated
  using (public.my_level(account_id) >= 3) with check (public.my_level(account_id) >= 3);
create policy "domains delete" on public.domains for delete to authenticated using (public.my_level(account_id) >= 3);

create table public.exports (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references public.accounts (id),
  format text not null default 'csv' check (format in ('csv', 'json'))
);
alter table public.exports enable row level security;
create policy "exports select" on public.exports for select to authenticated using (public.my_level(account_id) >= 2);
create policy "exports insert" on public.exports for insert to authenticated with check (public.my_level(account_id) >= 2);
create policy "exports update" on public.exports for update to authenticated
  using (public.my_level(account_id) >= 2) with check (public.my_level(account_id) >= 2);
create policy "exports delete" on public.exports for delete to authenticated using (public.my_level(account_id) >= 2);

create table public.webhooks (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references public.accounts (id),
  url text not null, secret text not null
);
alter table public.webhooks enable row level security;
create policy "webhooks select" on public.webhooks for select to authenticated using (public.my_level(account_id) >= 3);
create policy "webhooks insert" on public.webhooks for insert to authenticated with check (public.my_level(account_id) >= 3);
create policy "webhooks update" on public.webhooks for update to authenticated
  using (public.my_level(account_id) >= 3) with check (public.my_level(account_id) >= 3);
create policy "webhooks delete" on public.webhooks for delete to authenticated using (public.my_level(account_id) >= 3);
