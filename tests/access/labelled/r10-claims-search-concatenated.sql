-- The search asks for the caller's own claims, but glues the words into its text: a quote ends the string.
-- expect: error bypass|escalation|exposure search_claims|claims authenticated

create table public.contracts (
  id uuid primary key default gen_random_uuid(),
  holder_id uuid not null references auth.users (id),
  number text not null unique
);
create table public.claims (
  id uuid primary key default gen_random_uuid(),
  contract_id uuid not null references public.contracts (id),
  claimant_id uuid not null default auth.uid() references auth.users (id),
  description text not null,
  amount numeric(10, 2) not null check (amount > 0)
);
alter table public.contracts enable row level security;
alter table public.claims enable row level security;
create policy "holders" on public.contracts for select to authenticated using (holder_id = (select auth.uid()));
create policy "own claims" on public.claims for select to authenticated using (claimant_id = (select auth.uid()));
create policy "file" on public.claims for insert to authenticated
  with check (claimant_id = (select auth.uid())
    and contract_id in (select c.id from public.contracts c where c.holder_id = (select auth.uid())));

create function public.search_claims(q text) returns setof public.claims
language plpgsql stable security definer set search_path = '' as $$
begin
  return query execute 'select * from public.claims where claimant_id = auth.uid() and description ilike ''%' || q || '%''';
end $$;
revoke execute on function public.search_claims(text) from public, anon;
grant execute on function public.search_claims(text) to authenticated;
