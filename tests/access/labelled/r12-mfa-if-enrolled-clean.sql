-- A second factor is asked for of those who have one, as the documentation has it.
-- clean

create table public.recovery_notes (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id),
  note text not null
);
create function public.factors_met() returns boolean language sql stable security definer set search_path = '' as $$
  select (auth.jwt() ->> 'aal') = 'aal2'
      or not exists (select 1 from auth.mfa_factors f where f.user_id = auth.uid() and f.status = 'verified')
$$;
alter table public.recovery_notes enable row level security;
create policy "own notes" on public.recovery_notes for all to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "factors" on public.recovery_notes as restrictive for all to authenticated
  using ((select public.factors_met())) with check ((select public.factors_met()));
