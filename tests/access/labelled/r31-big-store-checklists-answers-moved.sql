-- Checklists of a chain of shops. An answer may be filed only in a checklist of one's own shop; when it is changed nothing asks any more which checklist it hangs on, so that it is moved into another shop's audit.
-- expect: error|warning tampering|forgery|escalation answers authenticated
-- also: tampering|forgery|escalation|bypass answers
create table public.branches (
  id uuid primary key default gen_random_uuid(),
  code text not null unique check (code ~ '^[A-Z]{3}[0-9]{2}$'),
  active boolean not null default true
);
create table public.staff (
  id uuid primary key references auth.users (id) on delete cascade,
  branch_id uuid references public.branches (id),
  full_name text not null default ''
);
create table public.branch_managers (
  branch_id uuid not null references public.branches (id),
  staff_id uuid not null references public.staff (id),
  primary key (branch_id, staff_id)
);
create table public.checklist_templates (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  category text not null check (category in ('opening', 'closing', 'hygiene'))
);
create table public.template_questions (
  id uuid primary key default gen_random_uuid(),
  template_id uuid not null references public.checklist_templates (id),
  position int not null check (position > 0),
  question text not null,
  unique (template_id, position)
);
create table public.checklists (
  id uuid primary key default gen_random_uuid(),
  template_id uuid not null references public.checklist_templates (id),
  branch_id uuid not null references public.branches (id),
  opened_by uuid not null default auth.uid() references public.staff (id),
  day date not null default current_date,
  closed boolean not null default false
);
create table public.answers (
  id uuid primary key default gen_random_uuid(),
  checklist_id uuid not null references public.checklists (id),
  question_id uuid not null references public.template_questions (id),
  answered_by uuid not null default auth.uid() references public.staff (id),
  passed boolean not null,
  comment text
);
create table public.manager_remarks (
  id uuid primary key default gen_random_uuid(),
  checklist_id uuid not null references public.checklists (id),
  manager_id uuid not null default auth.uid() references public.staff (id),
  remark text not null
);
create function public.enlist() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.staff (id, full_name) values (new.id, coalesce(new.raw_user_meta_data ->> 'full_name', ''));
  return new;
end $$;
create trigger enlist after insert on auth.users for each row execute function public.enlist();
create function public.my_branch() returns uuid language sql stable security definer set search_path = '' as $$
  select s.branch_id from public.staff s where s.id = auth.uid() $$;
create function public.manages(p_branch uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.branch_managers m where m.branch_id = p_branch and m.staff_id = auth.uid()) $$;
create function public.of_my_branch(p_checklist uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.checklists c where c.id = p_checklist and c.branch_id = public.my_branch()) $$;
create function public.manages_checklist(p_checklist uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.checklists c where c.id = p_checklist and public.manages(c.branch_id)) $$;
alter table public.branches enable row level security;
alter table public.staff enable row level security;
alter table public.branch_managers enable row level security;
alter table public.checklist_templates enable row level security;
alter table public.template_questions enable row level security;
alter table public.checklists enable row level security;
alter table public.answers enable row level security;
alter table public.manager_remarks enable row level security;
create policy branches_read on public.branches for select to authenticated using (active);
create policy staff_self on public.staff for select to authenticated using (id = auth.uid() or public.manages(branch_id));
create policy managers_self on public.branch_managers for select to authenticated using (staff_id = auth.uid());
create policy templates_read on public.checklist_templates for select to authenticated using (true);
create policy questions_read on public.template_questions for select to authenticated using (true);
create policy checklists_read on public.checklists for select to authenticated using (branch_id = public.my_branch() or public.manages(branch_id));
create policy checklists_open on public.checklists for insert to authenticated with check (opened_by = auth.uid() and branch_id = public.my_branch());
create policy checklists_close on public.checklists for update to authenticated using (public.manages(branch_id)) with check (public.manages(branch_id));
create policy answers_read on public.answers for select to authenticated using (
  public.of_my_branch(checklist_id) or public.manages_checklist(checklist_id) or answered_by = auth.uid());
create policy answers_file on public.answers for insert to authenticated with check (
  answered_by = auth.uid() and public.of_my_branch(checklist_id));
create policy answers_correct on public.answers for update to authenticated using (answered_by = auth.uid()) with check (answered_by = auth.uid());
create policy remarks_read on public.manager_remarks for select to authenticated using (public.manages_checklist(checklist_id));
create policy remarks_write on public.manager_remarks for insert to authenticated with check (
  manager_id = auth.uid() and public.manages_checklist(checklist_id));
