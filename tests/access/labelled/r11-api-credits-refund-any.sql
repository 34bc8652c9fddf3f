-- An API with credits: the refund function takes the user and the amount from whoever calls it; and keys can be made for others.
-- expect: error|warning bypass|tampering|forgery|escalation refund_credits
-- expect: error|warning forgery api_keys
create table public.api_keys (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  name text not null,
  key text not null unique default encode(extensions.gen_random_bytes(24), 'hex')
);
create table public.balances (
  user_id uuid primary key references auth.users(id) on delete cascade,
  credits int not null default 10 check (credits >= 0)
);
create table public.requests (
  id bigint generated always as identity primary key,
  user_id uuid not null references auth.users(id) on delete cascade,
  cost int not null check (cost > 0),
  at timestamptz not null default now()
);
alter table public.api_keys enable row level security;
alter table public.balances enable row level security;
alter table public.requests enable row level security;
create policy "own keys" on public.api_keys for select to authenticated using (user_id = (select auth.uid()));
create policy "make keys" on public.api_keys for insert to authenticated with check (name is not null);
create policy "drop own keys" on public.api_keys for delete to authenticated using (user_id = (select auth.uid()));
create policy "own balance" on public.balances for select to authenticated using (user_id = (select auth.uid()));
create policy "own requests" on public.requests for select to authenticated using (user_id = (select auth.uid()));
create function public.refund_credits(user_id uuid, amount int) returns void language plpgsql security definer set search_path = '' as $$
begin
  update public.balances b set credits = b.credits + refund_credits.amount where b.user_id = refund_credits.user_id;
end $$;
