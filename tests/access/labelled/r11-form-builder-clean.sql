-- clean
-- A form builder: public forms take answers from anyone, only the owner of the form reads them; drafts stay one's own.
create table public.forms (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  title text not null,
  schema jsonb not null default '[]',
  published boolean not null default false
);
create table public.submissions (
  id uuid primary key default gen_random_uuid(),
  form_id uuid not null references public.forms(id) on delete cascade,
  answers jsonb not null,
  submitted_at timestamptz not null default now()
);
create table public.webhooks (
  id uuid primary key default gen_random_uuid(),
  form_id uuid not null references public.forms(id) on delete cascade,
  url text not null check (url like 'https://%'),
  secret text not null default encode(extensions.gen_random_bytes(20), 'hex')
);
alter table public.forms enable row level security;
alter table public.submissions enable row level security;
alter table public.webhooks enable row level security;
create policy "Anyone can view published forms" on public.forms for select using (published);
create policy "Owners manage forms" on public.forms for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "Anyone can answer published forms" on public.submissions for insert to anon, authenticated
  with check (exists (select 1 from public.forms f where f.id = form_id and f.published));
create policy "Owners read answers" on public.submissions for select to authenticated
  using (exists (select 1 from public.forms f where f.id = form_id and f.owner_id = auth.uid()));
create policy "Owners delete answers" on public.submissions for delete to authenticated
  using (exists (select 1 from public.forms f where f.id = form_id and f.owner_id = auth.uid()));
create policy "Owners keep webhooks" on public.webhooks for all to authenticated
  using (exists (select 1 from public.forms f where f.id = form_id and f.owner_id = auth.uid()))
  with check (exists (select 1 from public.forms f where f.id = form_id and f.owner_id = auth.uid()));
create function public.submission_count(p_form uuid) returns bigint language sql stable security definer set search_path = '' as $$
  select count(*) from public.submissions s join public.forms f on f.id = s.form_id where f.id = p_form and f.published
$$;
