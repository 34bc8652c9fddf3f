-- Researchers with a role on their profile, which a trigger keeps them from changing; notebooks shared with colleagues.
-- clean
create table public.researchers (
  id uuid primary key references auth.users (id) on delete cascade,
  email text not null,
  role text not null default 'researcher' check (role in ('researcher', 'lab_manager')),
  bio text
);
create table public.notebooks (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null references public.researchers (id) on delete cascade,
  title text not null
);
create table public.notebook_readers (
  notebook_id uuid not null references public.notebooks (id) on delete cascade,
  researcher_id uuid not null references public.researchers (id) on delete cascade,
  primary key (notebook_id, researcher_id)
);
create table public.entries (
  id bigserial primary key,
  notebook_id uuid not null references public.notebooks (id) on delete cascade,
  body text not null,
  signed_at timestamptz
);
alter table public.researchers enable row level security;
alter table public.notebooks enable row level security;
alter table public.notebook_readers enable row level security;
alter table public.entries enable row level security;

create function public.is_manager() returns boolean language sql stable security definer set search_path = public as
$$ select exists (select 1 from researchers where id = auth.uid() and role = 'lab_manager') $$;

-- both see and need each other: through functions, so that the policies don't ask in a circle
create function public.owns_notebook(n uuid) returns boolean language sql stable security definer set search_path = public as
$$ select exists (select 1 from notebooks where id = n and owner_id = auth.uid()) $$;
create function public.reads_notebook(n uuid) returns boolean language sql stable security definer set search_path = public as
$$ select exists (select 1 from notebook_readers where notebook_id = n and researcher_id = auth.uid()) $$;

create function public.keep_role() returns trigger language plpgsql as $$
begin
  if new.role is distinct from old.role and auth.role() = 'authenticated' and not public.is_manager() then
    raise exception 'only a lab manager gives roles' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger keep_role before update on public.researchers for each row execute function public.keep_role();

create function public.new_researcher() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into public.researchers (id, email) values (new.id, coalesce(new.email, ''));
  return new;
end $$;
create trigger new_researcher after insert on auth.users for each row execute function public.new_researcher();

create policy "see self" on public.researchers for select to authenticated using (id = auth.uid());
create policy "manager sees" on public.researchers for select to authenticated using (public.is_manager());
create policy "edit self" on public.researchers for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy "manager edits" on public.researchers for update to authenticated using (public.is_manager()) with check (public.is_manager());

create policy "own notebooks" on public.notebooks for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "shared notebooks" on public.notebooks for select to authenticated using (public.reads_notebook(id));

create policy "who reads mine" on public.notebook_readers for all to authenticated
  using (public.owns_notebook(notebook_id)) with check (public.owns_notebook(notebook_id));
create policy "what I may read" on public.notebook_readers for select to authenticated using (researcher_id = auth.uid());

create policy "read" on public.entries for select to authenticated using (public.owns_notebook(notebook_id) or public.reads_notebook(notebook_id));
create policy "write" on public.entries for insert to authenticated with check (public.owns_notebook(notebook_id) and signed_at is null);
create policy "edit until signed" on public.entries for update to authenticated
  using (public.owns_notebook(notebook_id) and signed_at is null) with check (public.owns_notebook(notebook_id));
