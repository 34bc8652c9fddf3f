-- restore_version as definer without a look at the owner: writes others' documents.
-- expect: error tampering|bypass restore_version anon|authenticated
create table public.docs (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users(id) on delete cascade, body text not null default '');
create table public.doc_versions (id bigint generated always as identity primary key, doc_id uuid not null references public.docs(id) on delete cascade, body text not null);
alter table public.docs enable row level security;
alter table public.doc_versions enable row level security;
create policy own on public.docs for all to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy own on public.doc_versions for select to authenticated using (exists (select 1 from public.docs d where d.id = doc_id and d.owner_id = (select auth.uid())));
create function public.restore_version(version bigint) returns void language plpgsql security definer set search_path = '' as $$
declare
  v public.doc_versions;
begin
  select * into v from public.doc_versions where id = version;
  if not found then raise exception 'no such version'; end if;
  update public.docs set body = v.body where id = v.doc_id;
end $$;
