-- A hardening script took EXECUTE on every helper from the API's roles, and with it from the policies. The table of the
-- scores was forgotten when row-level security was enabled.
-- expect: error error applications authenticated
-- expect: error|warning exposure review_scores anon|authenticated
-- also: error applications|attachments
-- also: tampering|forgery|bypass review_scores
create table public.reviewers (
  user_id uuid primary key references auth.users (id) on delete cascade,
  panel text not null
);
create table public.applications (
  id uuid primary key default gen_random_uuid(),
  applicant_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  panel text not null,
  project_title text not null,
  requested_amount numeric(10, 2) not null check (requested_amount between 500 and 100000),
  submitted_at timestamptz
);
create table public.attachments (
  id uuid primary key default gen_random_uuid(),
  application_id uuid not null references public.applications (id) on delete cascade,
  path text not null
);
create table public.review_scores (
  application_id uuid not null references public.applications (id) on delete cascade,
  reviewer_id uuid not null references public.reviewers (user_id) on delete cascade,
  score int not null check (score between 1 and 10),
  confidential_comment text,
  primary key (application_id, reviewer_id)
);
alter table public.reviewers enable row level security;
alter table public.applications enable row level security;
alter table public.attachments enable row level security;

create function public.reviews_panel(p text) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.reviewers r where r.user_id = auth.uid() and r.panel = p)
$$;
revoke execute on function public.reviews_panel(text) from public, anon, authenticated;

create policy reviewers_self on public.reviewers for select to authenticated using (user_id = auth.uid());
create policy applications_read on public.applications for select to authenticated
  using (applicant_id = auth.uid() or public.reviews_panel(panel));
create policy applications_insert on public.applications for insert to authenticated with check (applicant_id = auth.uid());
create policy attachments_read on public.attachments for select to authenticated
  using (exists (select 1 from public.applications a where a.id = application_id));
create policy attachments_insert on public.attachments for insert to authenticated
  with check (exists (select 1 from public.applications a where a.id = application_id and a.applicant_id = auth.uid()));
