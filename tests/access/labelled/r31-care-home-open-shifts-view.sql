-- Care homes: staff see the shifts of their own home. The view of uncovered shifts runs as its owner and knows no home, names and medical remarks included.
-- expect: error bypass|exposure uncovered_shifts
-- also: bypass|exposure|tampering uncovered_shifts|care_shifts
create table public.homes (id uuid primary key default gen_random_uuid(), name text not null);
create table public.employments (
  home_id uuid not null references public.homes (id),
  user_id uuid not null references auth.users (id),
  job text not null default 'carer' check (job in ('carer', 'nurse', 'manager')),
  primary key (home_id, user_id)
);
create table public.care_shifts (
  id uuid primary key default gen_random_uuid(),
  home_id uuid not null references public.homes (id),
  resident text not null,
  remark text,
  covered_by uuid references auth.users (id),
  day date not null
);
create function public.job_in(p_home uuid) returns text language sql stable security definer set search_path = '' as $$
  select e.job from public.employments e where e.home_id = p_home and e.user_id = auth.uid() $$;
alter table public.homes enable row level security;
alter table public.employments enable row level security;
alter table public.care_shifts enable row level security;
create policy "own home" on public.homes for select to authenticated using (public.job_in(id) is not null);
create policy "colleagues" on public.employments for select to authenticated using (user_id = auth.uid() or public.job_in(home_id) = 'manager');
create policy "shifts of own home" on public.care_shifts for select to authenticated using (public.job_in(home_id) is not null);
create policy "managers plan" on public.care_shifts for insert to authenticated with check (public.job_in(home_id) = 'manager');
create policy "managers change" on public.care_shifts for update to authenticated using (public.job_in(home_id) = 'manager') with check (public.job_in(home_id) = 'manager');
create view public.uncovered_shifts as
  select s.id, h.name as home, s.resident, s.remark, s.day
  from public.care_shifts s join public.homes h on h.id = s.home_id
  where s.covered_by is null;
revoke all on public.uncovered_shifts from anon, authenticated;
grant select on public.uncovered_shifts to authenticated;
