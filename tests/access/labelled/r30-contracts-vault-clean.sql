-- Contracts as files: a private bucket by folder, a public one for avatars, and the table that names the files.
-- clean
insert into storage.buckets (id, name, public) values ('contracts', 'contracts', false), ('avatars', 'avatars', true)
on conflict (id) do nothing;

create table public.contracts (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  title text not null,
  object_name text not null unique,
  signed boolean not null default false
);
create table public.contract_viewers (
  contract_id uuid not null references public.contracts (id) on delete cascade,
  viewer_id uuid not null references auth.users (id) on delete cascade,
  primary key (contract_id, viewer_id)
);
alter table public.contracts enable row level security;
alter table public.contract_viewers enable row level security;

create function public.my_contract(c uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from public.contracts where id = c and owner_id = (select auth.uid()));
$$;

create policy "Owners do everything" on public.contracts to authenticated
  using ((select auth.uid()) = owner_id) with check ((select auth.uid()) = owner_id);
create policy "Viewers read" on public.contracts for select to authenticated
  using (id in (select v.contract_id from public.contract_viewers v where v.viewer_id = (select auth.uid())));
create policy "Owners name viewers" on public.contract_viewers to authenticated
  using (my_contract(contract_id)) with check (my_contract(contract_id));
create policy "Viewers see that they are" on public.contract_viewers for select to authenticated
  using (viewer_id = (select auth.uid()));

create policy "Avatars are for everyone" on storage.objects for select using (bucket_id = 'avatars');
create policy "Upload one's avatar" on storage.objects for insert to authenticated
  with check (bucket_id = 'avatars' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "Replace one's avatar" on storage.objects for update to authenticated
  using (bucket_id = 'avatars' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "Read contract files in one's folder" on storage.objects for select to authenticated
  using (bucket_id = 'contracts' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "Upload contract files" on storage.objects for insert to authenticated
  with check (bucket_id = 'contracts' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "Delete contract files" on storage.objects for delete to authenticated
  using (bucket_id = 'contracts' and (storage.foldername(name))[1] = (select auth.uid())::text);
