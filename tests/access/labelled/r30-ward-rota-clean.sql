-- Shifts of a hospital. The ward of a nurse comes from app_metadata, which only the service writes.
-- clean
create or replace function public.my_ward() returns int language sql stable as $$
  select nullif(auth.jwt() -> 'app_metadata' ->> 'ward', '')::int
$$;
create or replace function public.i_lead() returns boolean language sql stable as $$
  select coalesce((auth.jwt() -> 'app_metadata' ->> 'lead')::boolean, false)
$$;
create table public.shifts (
  id bigint generated always as identity primary key,
  ward int not null,
  nurse_id uuid references auth.users (id) on delete set null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at)
);
create table public.swap_requests (
  id bigint generated always as identity primary key,
  shift_id bigint not null references public.shifts (id) on delete cascade,
  asked_by uuid not null default auth.uid() references auth.users (id) on delete cascade,
  taken_by uuid references auth.users (id) on delete set null,
  created_at timestamptz not null default now()
);
create table public.sick_notes (
  id bigint generated always as identity primary key,
  nurse_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  from_day date not null,
  to_day date not null,
  diagnosis text,
  check (to_day >= from_day)
);
alter table public.shifts enable row level security;
alter table public.swap_requests enable row level security;
alter table public.sick_notes enable row level security;

create policy "the rota hangs in the ward" on public.shifts for select to authenticated using (ward = public.my_ward());
create policy "the lead plans" on public.shifts for all to authenticated
  using (ward = public.my_ward() and public.i_lead());

create policy "swaps of the ward" on public.swap_requests for select to authenticated using (
  exists (select 1 from public.shifts s where s.id = shift_id and s.ward = public.my_ward()));
create policy "offer one's own shift" on public.swap_requests for insert to authenticated with check (
  asked_by = auth.uid() and taken_by is null
  and exists (select 1 from public.shifts s where s.id = shift_id and s.nurse_id = auth.uid()));
create policy "keep it after all" on public.swap_requests for delete to authenticated using (asked_by = auth.uid() and taken_by is null);
revoke update on public.swap_requests from anon, authenticated;

-- not even the lead reads why somebody is ill
create policy "one's own notes" on public.sick_notes for all to authenticated
  using (nurse_id = auth.uid()) with check (nurse_id = auth.uid());

create function public.take_swap(request bigint) returns void language plpgsql security definer set search_path = public as $$
declare s shifts; r swap_requests;
begin
  select * into r from swap_requests where id = request and taken_by is null for update;
  if not found then raise exception 'gone'; end if;
  select * into s from shifts where id = r.shift_id;
  if auth.uid() is null or s.ward is distinct from public.my_ward() or s.nurse_id is distinct from r.asked_by then
    raise exception 'not a shift of your ward';
  end if;
  update swap_requests set taken_by = auth.uid() where id = request;
  update shifts set nurse_id = auth.uid() where id = s.id;
end $$;

-- who is away, without why
create function public.away_today() returns table (nurse_id uuid) language sql stable security definer set search_path = public as $$
  select n.nurse_id from sick_notes n
  where current_date between n.from_day and n.to_day
    and exists (select 1 from shifts s where s.nurse_id = n.nurse_id and s.ward = my_ward())
    and public.i_lead()
$$;
