-- Potholes and broken lamps: anyone signed in may edit anyone's report.
-- expect: error|warning tampering reports
-- expect: error|warning exposure|bypass report_contacts
create table public.districts (id int primary key, name text not null);
create table public.reports (
  id uuid primary key default gen_random_uuid(),
  reporter_id uuid not null default auth.uid() references auth.users(id),
  district_id int references public.districts(id),
  category text not null check (category in ('pothole','lamp','graffiti','waste')),
  description text not null,
  status text not null default 'open' check (status in ('open','accepted','fixed','rejected')),
  photo_path text,
  created_at timestamptz not null default now()
);
create table public.report_contacts (
  report_id uuid primary key references public.reports(id) on delete cascade,
  phone text,
  email text,
  address text
);
create table public.report_votes (
  report_id uuid not null references public.reports(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  primary key (report_id, user_id)
);
alter table public.districts enable row level security;
alter table public.reports enable row level security;
alter table public.report_votes enable row level security;
create policy "districts are public" on public.districts for select using (true);
create policy "reports are public" on public.reports for select using (true);
create policy "citizens report" on public.reports for insert to authenticated with check (reporter_id = auth.uid());
create policy "citizens edit reports" on public.reports for update to authenticated using (auth.role() = 'authenticated');
create policy "citizens withdraw own reports" on public.reports for delete to authenticated using (reporter_id = auth.uid());
create policy "votes are public" on public.report_votes for select using (true);
create policy "vote once" on public.report_votes for insert to authenticated with check (user_id = auth.uid());
create policy "take back vote" on public.report_votes for delete to authenticated using (user_id = auth.uid());
