-- clean
-- A small CMS: drafts for their author and editors, published pages for everyone, versions by trigger, keys only as hashes.
create table public.editors (user_id uuid primary key references auth.users(id) on delete cascade);
create table public.pages (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references auth.users(id),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  title text not null,
  body text not null default '',
  status text not null default 'draft' check (status in ('draft','review','published')),
  views bigint not null default 0,
  deleted_at timestamptz
);
create table public.page_versions (
  page_id uuid not null references public.pages(id) on delete cascade,
  version int not null,
  body text not null,
  saved_by uuid,
  saved_at timestamptz not null default now(),
  primary key (page_id, version)
);
create table public.api_keys (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  label text not null,
  key_hash text not null,
  revoked_at timestamptz
);
create function public.is_editor() returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.editors where user_id = (select auth.uid())) $$;
alter table public.editors enable row level security;
alter table public.pages enable row level security;
revoke insert, update on public.pages from anon, authenticated;
grant insert (author_id, slug, title, body, status), update (slug, title, body, status, deleted_at) on public.pages to authenticated;
alter table public.page_versions enable row level security;
alter table public.api_keys enable row level security;
create policy "am I an editor" on public.editors for select to authenticated using (user_id = auth.uid());
create policy "published pages" on public.pages for select using (status = 'published' and deleted_at is null);
create policy "own pages" on public.pages for select to authenticated using (author_id = auth.uid());
create policy "editors read all" on public.pages for select to authenticated using (public.is_editor());
create policy "write drafts" on public.pages for insert to authenticated with check (author_id = auth.uid() and status = 'draft');
create policy "authors edit until published" on public.pages for update to authenticated
  using (author_id = auth.uid() and status in ('draft','review')) with check (author_id = auth.uid() and status in ('draft','review'));
create policy "editors edit" on public.pages for update to authenticated using (public.is_editor()) with check (public.is_editor());
create policy "versions of own pages" on public.page_versions for select to authenticated
  using (exists (select 1 from public.pages p where p.id = page_id and (p.author_id = auth.uid() or public.is_editor())));
create function public.keep_version() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.page_versions (page_id, version, body, saved_by)
  select old.id, coalesce(max(version), 0) + 1, old.body, auth.uid() from public.page_versions where page_id = old.id;
  return new;
end $$;
create trigger pages_versions before update of body on public.pages for each row when (old.body is distinct from new.body) execute function public.keep_version();
create function public.count_view(p_slug text) returns void language sql security definer set search_path = '' as
  $$ update public.pages set views = views + 1 where slug = p_slug and status = 'published' and deleted_at is null $$;
create policy "own keys" on public.api_keys for select to authenticated using (user_id = auth.uid());
create policy "revoke own keys" on public.api_keys for delete to authenticated using (user_id = auth.uid());
create function public.create_api_key(p_label text) returns text language plpgsql security definer set search_path = '' as $$
declare v_key text := encode(extensions.gen_random_bytes(24), 'hex');
begin
  if auth.uid() is null then raise exception 'sign in first' using errcode = '42501'; end if;
  insert into public.api_keys (user_id, label, key_hash) values (auth.uid(), p_label, encode(extensions.digest(v_key, 'sha256'), 'hex'));
  return v_key;
end $$;
