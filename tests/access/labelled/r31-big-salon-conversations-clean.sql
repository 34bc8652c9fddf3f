-- clean
-- Hairdressers record and review their talks. Every policy rests on the stylist's salon in a row that the stylist may update: of that row only the display name and the picture can be written.
create table public.salons (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  plan text not null default 'trial' check (plan in ('trial', 'basic', 'pro'))
);
create table public.stylists (
  id uuid primary key references auth.users (id) on delete cascade,
  salon_id uuid references public.salons (id),
  level text not null default 'stylist' check (level in ('stylist', 'manager', 'owner')),
  display_name text not null default '',
  picture text
);
create table public.talks (
  id uuid primary key default gen_random_uuid(),
  salon_id uuid not null references public.salons (id),
  stylist_id uuid not null default auth.uid() references public.stylists (id),
  customer_label text,
  started_at timestamptz not null default now(),
  unique (salon_id, id)
);
create table public.transcripts (
  id bigint generated always as identity primary key,
  salon_id uuid not null,
  talk_id uuid not null,
  speaker text not null check (speaker in ('stylist', 'customer')),
  said text not null,
  foreign key (salon_id, talk_id) references public.talks (salon_id, id)
);
create table public.talk_scores (
  talk_id uuid primary key references public.talks (id),
  score numeric(4, 1) not null check (score between 0 and 100),
  advice text
);
create table public.trainings (
  id uuid primary key default gen_random_uuid(),
  salon_id uuid references public.salons (id),
  title text not null
);
create table public.exercises (
  id uuid primary key default gen_random_uuid(),
  stylist_id uuid not null default auth.uid() references public.stylists (id),
  training_id uuid not null references public.trainings (id),
  answer text not null
);
create table public.push_tokens (
  stylist_id uuid not null default auth.uid() references public.stylists (id) on delete cascade,
  token text not null,
  primary key (stylist_id, token)
);
create function public.sign_on() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.stylists (id) values (new.id);
  return new;
end $$;
create trigger sign_on after insert on auth.users for each row execute function public.sign_on();
create function public.current_salon() returns uuid language sql stable security definer set search_path = '' as $$
  select s.salon_id from public.stylists s where s.id = auth.uid() $$;
create function public.leads_salon() returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce((select s.level in ('manager', 'owner') from public.stylists s where s.id = auth.uid()), false) $$;
alter table public.salons enable row level security;
alter table public.stylists enable row level security;
alter table public.talks enable row level security;
alter table public.transcripts enable row level security;
alter table public.talk_scores enable row level security;
alter table public.trainings enable row level security;
alter table public.exercises enable row level security;
alter table public.push_tokens enable row level security;
create policy salon_read on public.salons for select to authenticated using (id = public.current_salon());
create policy colleagues on public.stylists for select to authenticated using (id = auth.uid() or salon_id = public.current_salon());
create policy own_card on public.stylists for update to authenticated using (id = auth.uid());
revoke insert, update on public.stylists from anon, authenticated;
grant update (display_name, picture) on public.stylists to authenticated;
create policy talks_read on public.talks for select to authenticated using (salon_id = public.current_salon() and (stylist_id = auth.uid() or public.leads_salon()));
create policy talks_start on public.talks for insert to authenticated with check (salon_id = public.current_salon() and stylist_id = auth.uid());
create policy transcripts_read on public.transcripts for select to authenticated using (
  exists (select 1 from public.talks t where t.id = talk_id));
create policy transcripts_add on public.transcripts for insert to authenticated with check (
  exists (select 1 from public.talks t where t.id = talk_id and t.stylist_id = auth.uid()));
create policy scores_read on public.talk_scores for select to authenticated using (
  exists (select 1 from public.talks t where t.id = talk_id));
create policy trainings_read on public.trainings for select to authenticated using (salon_id is null or salon_id = public.current_salon());
create policy trainings_manage on public.trainings for insert to authenticated with check (salon_id = public.current_salon() and public.leads_salon());
create policy exercises_own on public.exercises for select to authenticated using (stylist_id = auth.uid());
create policy exercises_do on public.exercises for insert to authenticated with check (
  stylist_id = auth.uid() and exists (select 1 from public.trainings t where t.id = training_id));
create policy tokens_own on public.push_tokens for all to authenticated using (stylist_id = auth.uid()) with check (stylist_id = auth.uid());
insert into storage.buckets (id, name, public) values ('talks', 'talks', false);
create policy talk_audio_put on storage.objects for insert to authenticated with check (
  bucket_id = 'talks' and (storage.foldername(name))[1] = public.current_salon()::text and (storage.foldername(name))[2] = auth.uid()::text);
create policy talk_audio_get on storage.objects for select to authenticated using (
  bucket_id = 'talks' and (storage.foldername(name))[1] = public.current_salon()::text
  and ((storage.foldername(name))[2] = auth.uid()::text or public.leads_salon()));
