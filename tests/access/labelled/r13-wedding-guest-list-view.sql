-- A wedding planner: the guest list is a view of the owner, with the secret tokens.
-- expect: error|warning bypass|exposure guest_list
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  full_name text not null default '',
  phone text,
  created_at timestamptz not null default now()
);
create table public.weddings (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references public.profiles(id) on delete cascade,
  title text not null,
  wedding_date date,
  website_slug text unique check (website_slug ~ '^[a-z0-9-]{3,60}$'),
  website_public boolean not null default false
);
create table public.collaborators (
  wedding_id uuid not null references public.weddings(id) on delete cascade,
  user_id uuid not null references public.profiles(id) on delete cascade,
  permission text not null default 'view' check (permission in ('view','edit')),
  invited_at timestamptz not null default now(),
  primary key (wedding_id, user_id)
);
create table public.guests (
  id uuid primary key default gen_random_uuid(),
  wedding_id uuid not null references public.weddings(id) on delete cascade,
  name text not null,
  email text,
  party_size int not null default 1 check (party_size between 1 and 10),
  rsvp_token uuid not null unique default gen_random_uuid(),
  rsvp text not null default 'open' check (rsvp in ('open','yes','no')),
  diet text
);
create table public.vendors (
  id uuid primary key default gen_random_uuid(),
  wedding_id uuid not null references public.weddings(id) on delete cascade,
  name text not null,
  kind text not null check (kind in ('venue','catering','music','flowers','photo','other')),
  quote_cents bigint check (quote_cents >= 0)
);
create table public.budget_items (
  id uuid primary key default gen_random_uuid(),
  wedding_id uuid not null references public.weddings(id) on delete cascade,
  vendor_id uuid references public.vendors(id) on delete set null,
  label text not null,
  planned_cents bigint not null default 0 check (planned_cents >= 0),
  paid_cents bigint not null default 0 check (paid_cents >= 0)
);
create table public.todos (
  id uuid primary key default gen_random_uuid(),
  wedding_id uuid not null references public.weddings(id) on delete cascade,
  title text not null,
  due date,
  assigned_to uuid references public.profiles(id) on delete set null,
  done boolean not null default false
);
create table public.wishes (
  id uuid primary key default gen_random_uuid(),
  wedding_id uuid not null references public.weddings(id) on delete cascade,
  title text not null,
  url text,
  reserved boolean not null default false
);
create table public.activity (
  id bigint generated always as identity primary key,
  wedding_id uuid not null references public.weddings(id) on delete cascade,
  actor_id uuid,
  what text not null,
  at timestamptz not null default now()
);
create function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, full_name) values (new.id, coalesce(new.raw_user_meta_data->>'full_name', ''));
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
create function public.owns_wedding(w uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.weddings where id = w and owner_id = (select auth.uid())) $$;
create function public.can_view_wedding(w uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select public.owns_wedding(w) or exists (select 1 from public.collaborators where wedding_id = w and user_id = (select auth.uid()))
$$;
create function public.can_edit_wedding(w uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select public.owns_wedding(w) or exists (select 1 from public.collaborators where wedding_id = w and user_id = (select auth.uid()) and permission = 'edit')
$$;
alter table public.profiles enable row level security;
alter table public.weddings enable row level security;
alter table public.collaborators enable row level security;
alter table public.guests enable row level security;
alter table public.vendors enable row level security;
alter table public.budget_items enable row level security;
alter table public.todos enable row level security;
alter table public.wishes enable row level security;
alter table public.activity enable row level security;
create policy "own profile" on public.profiles for select to authenticated using (id = auth.uid());
create policy "edit own profile" on public.profiles for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy "weddings I may see" on public.weddings for select to authenticated using (owner_id = auth.uid() or public.can_view_wedding(id));
create policy "public websites" on public.weddings for select to anon using (website_public);
create policy "create wedding" on public.weddings for insert to authenticated with check (owner_id = auth.uid());
create policy "owner edits wedding" on public.weddings for update to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "owner deletes wedding" on public.weddings for delete to authenticated using (owner_id = auth.uid());
create policy "see collaborators" on public.collaborators for select to authenticated using (public.can_view_wedding(wedding_id));
create policy "owner manages collaborators" on public.collaborators for all to authenticated using (public.owns_wedding(wedding_id)) with check (public.owns_wedding(wedding_id));
create policy "see guests" on public.guests for select to authenticated using (public.can_view_wedding(wedding_id));
create policy "edit guests" on public.guests for all to authenticated using (public.can_edit_wedding(wedding_id)) with check (public.can_edit_wedding(wedding_id));
create policy "see vendors" on public.vendors for select to authenticated using (public.can_view_wedding(wedding_id));
create policy "edit vendors" on public.vendors for all to authenticated using (public.can_edit_wedding(wedding_id)) with check (public.can_edit_wedding(wedding_id));
create policy "owner keeps the budget" on public.budget_items for all to authenticated using (public.owns_wedding(wedding_id)) with check (public.owns_wedding(wedding_id));
create policy "see todos" on public.todos for select to authenticated using (public.can_view_wedding(wedding_id));
create policy "edit todos" on public.todos for all to authenticated using (public.can_edit_wedding(wedding_id)) with check (public.can_edit_wedding(wedding_id));
create policy "see wishes" on public.wishes for select to authenticated using (public.can_view_wedding(wedding_id));
create policy "edit wishes" on public.wishes for all to authenticated using (public.can_edit_wedding(wedding_id)) with check (public.can_edit_wedding(wedding_id));
create policy "wishes of public websites" on public.wishes for select to anon
  using (exists (select 1 from public.weddings w where w.id = wedding_id and w.website_public));
create policy "see activity" on public.activity for select to authenticated using (public.can_view_wedding(wedding_id));
create function public.rsvp(p_token uuid, p_answer text, p_diet text default null) returns boolean language plpgsql security definer set search_path = '' as $$
begin
  if p_answer not in ('yes','no') then raise exception 'yes or no'; end if;
  update public.guests set rsvp = p_answer, diet = coalesce(p_diet, diet) where rsvp_token = p_token;
  return found;
end $$;
create function public.log_guest_change() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.activity (wedding_id, actor_id, what) values (new.wedding_id, auth.uid(), 'guest ' || new.name || ': ' || new.rsvp);
  return new;
end $$;
create trigger guests_log after insert or update of rsvp on public.guests for each row execute function public.log_guest_change();
create view public.budget_summary with (security_invoker = true) as
  select wedding_id, sum(planned_cents) as planned, sum(paid_cents) as paid from public.budget_items group by wedding_id;
create view public.guest_list as select w.title, w.wedding_date, g.name, g.email, g.rsvp, g.rsvp_token from public.guests g join public.weddings w on w.id = g.wedding_id;
