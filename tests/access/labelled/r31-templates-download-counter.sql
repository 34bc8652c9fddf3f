-- Shared slide templates: the download counter runs as the downloader, whom the UPDATE policy lets change its own templates only, so that nobody else's downloads are ever counted.
-- expect: error|warning dead count_download|templates authenticated
-- also: dead count_download|templates
-- also: escalation|tampering|forgery templates
create table public.templates (
  id uuid primary key default gen_random_uuid(),
  designer_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  title text not null,
  slides jsonb not null default '[]',
  published boolean not null default false,
  downloads int not null default 0
);
create table public.template_stars (
  template_id uuid not null references public.templates (id) on delete cascade,
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  primary key (template_id, user_id)
);
alter table public.templates enable row level security;
alter table public.template_stars enable row level security;
create policy "published or own" on public.templates for select using (published or designer_id = auth.uid());
create policy "designer creates" on public.templates for insert to authenticated with check (designer_id = auth.uid() and downloads = 0);
create policy "designer edits" on public.templates for update to authenticated using (designer_id = auth.uid()) with check (designer_id = auth.uid());
create policy "designer deletes" on public.templates for delete to authenticated using (designer_id = auth.uid());
create policy "stars seen" on public.template_stars for select to authenticated using (user_id = auth.uid());
create policy "star" on public.template_stars for insert to authenticated with check (user_id = auth.uid());
create policy "unstar" on public.template_stars for delete to authenticated using (user_id = auth.uid());
create function public.count_download(p_template uuid) returns void language sql set search_path = '' as $$
  update public.templates set downloads = downloads + 1 where id = p_template and published $$;
