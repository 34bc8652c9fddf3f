-- clean
-- A lab's files with shares by person and by link: links carry an expiry and a hash, and are opened by a function.
create table public.folders (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  parent_id uuid references public.folders(id) on delete cascade,
  name text not null check (name !~ '/')
);
create table public.files (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  folder_id uuid references public.folders(id) on delete set null,
  name text not null,
  size_bytes bigint not null default 0 check (size_bytes >= 0),
  deleted_at timestamptz
);
create table public.file_shares (
  file_id uuid not null references public.files(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  permission text not null default 'read' check (permission in ('read','write')),
  primary key (file_id, user_id)
);
create table public.share_links (
  id uuid primary key default gen_random_uuid(),
  file_id uuid not null references public.files(id) on delete cascade,
  token_hash text not null unique,
  expires_at timestamptz not null default now() + interval '1 day'
);
create function public.owns_file(f uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.files where id = f and owner_id = (select auth.uid())) $$;
create function public.has_share(f uuid, wanted text default null) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.file_shares where file_id = f and user_id = (select auth.uid()) and (wanted is null or permission = wanted))
$$;
alter table public.folders enable row level security;
alter table public.files enable row level security;
alter table public.file_shares enable row level security;
alter table public.share_links enable row level security;
create policy "own folders" on public.folders for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "own files" on public.files for all to authenticated using (owner_id = auth.uid())
  with check (owner_id = auth.uid() and (folder_id is null or folder_id in (select id from public.folders where owner_id = auth.uid())));
create policy "shared files" on public.files for select to authenticated using (deleted_at is null and public.has_share(id));
create policy "see shares of own files and to me" on public.file_shares for select to authenticated using (user_id = auth.uid() or public.owns_file(file_id));
create policy "share own files" on public.file_shares for insert to authenticated with check (public.owns_file(file_id) and user_id <> auth.uid());
create policy "unshare own files" on public.file_shares for delete to authenticated using (public.owns_file(file_id) or user_id = auth.uid());
create policy "links of own files" on public.share_links for all to authenticated using (public.owns_file(file_id)) with check (public.owns_file(file_id));
create function public.rename_shared_file(p_file uuid, p_name text) returns void language plpgsql security definer set search_path = '' as $$
begin
  if not (public.owns_file(p_file) or public.has_share(p_file, 'write')) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  update public.files set name = p_name where id = p_file and deleted_at is null;
end $$;
create function public.open_link(p_token text) returns table (name text, size_bytes bigint) language sql stable security definer set search_path = '' as $$
  select f.name, f.size_bytes from public.share_links l join public.files f on f.id = l.file_id
  where l.token_hash = encode(extensions.digest(p_token, 'sha256'), 'hex') and l.expires_at > now() and f.deleted_at is null
$$;
