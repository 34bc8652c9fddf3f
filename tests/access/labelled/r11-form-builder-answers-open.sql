-- A form builder: row-level security was forgotten on the table of answers; and drafts are updated by whoever knows the id.
-- expect: error|warning exposure|bypass submissions
-- expect: error|warning tampering forms
-- also: exposure|tampering|forgery submissions
create table public.forms (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  title text not null,
  fields jsonb not null default '[]',
  published boolean not null default false
);
create table public.submissions (
  id uuid primary key default gen_random_uuid(),
  form_id uuid not null references public.forms(id) on delete cascade,
  respondent_email text,
  answers jsonb not null,
  submitted_at timestamptz not null default now()
);
alter table public.forms enable row level security;
create policy "view forms" on public.forms for select using (true);
create policy "create forms" on public.forms for insert to authenticated with check (owner_id = auth.uid());
create policy "update forms" on public.forms for update to authenticated using (owner_id = auth.uid() or not published) with check (owner_id = auth.uid() or not published);
create policy "delete forms" on public.forms for delete to authenticated using (owner_id = auth.uid());
create policy "owners read answers" on public.submissions for select to authenticated
  using (exists (select 1 from public.forms f where f.id = form_id and f.owner_id = auth.uid()));
