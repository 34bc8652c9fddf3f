-- Building permits: applicants edit drafts and submit them; the staff of the office reads what was submitted and decides.
-- clean
create type public.permit_status as enum ('draft', 'submitted', 'granted', 'refused');
create table public.office_staff (
  user_id uuid primary key references auth.users(id) on delete cascade,
  since date not null default current_date
);
create table public.permits (
  id uuid primary key default gen_random_uuid(),
  applicant_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  parcel text not null check (parcel ~ '^[0-9]+/[0-9]+$'),
  status public.permit_status not null default 'draft'
);
create table public.permit_notes (
  id bigint generated always as identity primary key,
  permit_id uuid not null references public.permits(id) on delete cascade,
  staff_id uuid not null references public.office_staff(user_id),
  note text not null
);
create function public.is_staff() returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.office_staff where user_id = (select auth.uid()));
$$;
alter table public.office_staff enable row level security;
alter table public.permits enable row level security;
alter table public.permit_notes enable row level security;
create policy "staff see staff" on public.office_staff for select to authenticated using (public.is_staff());
create policy "own permits" on public.permits for select to authenticated using (applicant_id = (select auth.uid()));
create policy "staff read submitted" on public.permits for select to authenticated using (public.is_staff() and status <> 'draft');
create policy "apply" on public.permits for insert to authenticated
  with check (applicant_id = (select auth.uid()) and status = 'draft');
create policy "edit and submit drafts" on public.permits for update to authenticated
  using (applicant_id = (select auth.uid()) and status = 'draft')
  with check (applicant_id = (select auth.uid()) and status in ('draft', 'submitted'));
create policy "drop drafts" on public.permits for delete to authenticated
  using (applicant_id = (select auth.uid()) and status = 'draft');
create policy "notes are internal" on public.permit_notes for select to authenticated using (public.is_staff());
create policy "staff write notes" on public.permit_notes for insert to authenticated
  with check (public.is_staff() and staff_id = (select auth.uid()));
create function public.decide_permit(permit uuid, grant_it boolean) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not public.is_staff() then
    raise exception 'office staff only' using errcode = '42501';
  end if;
  update public.permits set status = case when grant_it then 'granted' else 'refused' end::public.permit_status
  where id = permit and status = 'submitted' and applicant_id <> auth.uid();
end $$;
revoke execute on function public.decide_permit(uuid, boolean) from public, anon;
grant execute on function public.decide_permit(uuid, boolean) to authenticated;
