-- clean
-- Two buckets: pictures of listings are public, floor plans belong to the office. The folder is an office's id, compared as text, so that no cast can fail.
insert into storage.buckets (id, name, public) values ('pictures', 'pictures', true), ('plans', 'plans', false);
create table public.offices (id uuid primary key default gen_random_uuid(), city text not null);
create table public.brokers (
  office_id uuid not null references public.offices (id),
  user_id uuid not null references auth.users (id),
  primary key (office_id, user_id)
);
create table public.listings (
  id uuid primary key default gen_random_uuid(),
  office_id uuid not null references public.offices (id),
  headline text not null,
  rent_cents int check (rent_cents > 0),
  online boolean not null default false
);
create function public.broker_offices() returns setof text language sql stable security definer set search_path = '' as $$
  select b.office_id::text from public.brokers b where b.user_id = auth.uid() $$;
alter table public.offices enable row level security;
alter table public.brokers enable row level security;
alter table public.listings enable row level security;
create policy "offices" on public.offices for select using (true);
create policy "own seat" on public.brokers for select to authenticated using (user_id = auth.uid());
create policy "online listings" on public.listings for select using (online);
create policy "office listings" on public.listings for all to authenticated
  using (office_id::text in (select public.broker_offices())) with check (office_id::text in (select public.broker_offices()));
create policy "pictures seen" on storage.objects for select using (bucket_id = 'pictures');
create policy "pictures put" on storage.objects for insert to authenticated with check (
  bucket_id = 'pictures' and (storage.foldername(name))[1] in (select public.broker_offices()));
create policy "plans of the office" on storage.objects for all to authenticated
  using (bucket_id = 'plans' and (storage.foldername(name))[1] in (select public.broker_offices()))
  with check (bucket_id = 'plans' and (storage.foldername(name))[1] in (select public.broker_offices()));
create policy "pictures removed" on storage.objects for delete to authenticated using (
  bucket_id = 'pictures' and (storage.foldername(name))[1] in (select public.broker_offices()));
