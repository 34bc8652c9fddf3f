-- Shift swaps: the request is written by one side and answered by the other, who may change the status alone.
-- clean
create type public.swap_status as enum ('pending', 'accepted', 'declined');
create table public.shifts (
  id uuid primary key default gen_random_uuid(),
  worker_id uuid not null references auth.users(id) on delete cascade,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  check (ends_at > starts_at)
);
create table public.swap_requests (
  id uuid primary key default gen_random_uuid(),
  requester_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  colleague_id uuid not null references auth.users(id) on delete cascade,
  shift_id uuid not null references public.shifts(id) on delete cascade,
  status public.swap_status not null default 'pending',
  answered_at timestamptz,
  check (requester_id <> colleague_id)
);
create table public.availability (
  worker_id uuid not null references auth.users(id) on delete cascade,
  weekday int not null check (weekday between 0 and 6),
  primary key (worker_id, weekday)
);
alter table public.shifts enable row level security;
alter table public.swap_requests enable row level security;
alter table public.availability enable row level security;
create policy "roster is read by the staff" on public.shifts for select to authenticated using (true);
create policy "own availability" on public.availability for all to authenticated
  using (worker_id = (select auth.uid())) with check (worker_id = (select auth.uid()));
create policy "both sides read" on public.swap_requests for select to authenticated
  using ((select auth.uid()) in (requester_id, colleague_id));
create policy "ask for own shift" on public.swap_requests for insert to authenticated
  with check (requester_id = (select auth.uid()) and status = 'pending' and answered_at is null
    and exists (select 1 from public.shifts s where s.id = shift_id and s.worker_id = (select auth.uid())));
create policy "colleague answers" on public.swap_requests for update to authenticated
  using (colleague_id = (select auth.uid()) and status = 'pending')
  with check (colleague_id = (select auth.uid()) and status in ('accepted', 'declined'));
create policy "requester withdraws" on public.swap_requests for delete to authenticated
  using (requester_id = (select auth.uid()) and status = 'pending');
revoke update on public.swap_requests from anon, authenticated;
grant update (status, answered_at) on public.swap_requests to authenticated;
revoke insert, update, delete on public.shifts from anon, authenticated;
