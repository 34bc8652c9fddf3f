-- clean
-- Babysitters: sitters' cards public while active, requests between two people, reviews after a finished job, contact after acceptance by a function.
create table public.sitters (
  user_id uuid primary key references auth.users(id) on delete cascade,
  display_name text not null,
  city text not null,
  hourly numeric(6,2) not null check (hourly > 0),
  active boolean not null default true
);
create table public.contacts (
  user_id uuid primary key default auth.uid() references auth.users(id) on delete cascade,
  phone text not null
);
create table public.requests (
  id uuid primary key default gen_random_uuid(),
  parent_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  sitter_id uuid not null references public.sitters(user_id) on delete cascade,
  evening date not null,
  state text not null default 'open' check (state in ('open','accepted','declined','done')),
  check (parent_id <> sitter_id)
);
create table public.sitter_reviews (
  request_id uuid primary key references public.requests(id) on delete cascade,
  author_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  stars int not null check (stars between 1 and 5),
  body text
);
alter table public.sitters enable row level security;
alter table public.contacts enable row level security;
alter table public.requests enable row level security;
alter table public.sitter_reviews enable row level security;
create policy "active sitters" on public.sitters for select using (active or user_id = auth.uid());
create policy "become a sitter" on public.sitters for insert to authenticated with check (user_id = auth.uid());
create policy "change my card" on public.sitters for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "my contact" on public.contacts for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "my requests" on public.requests for select to authenticated using (auth.uid() in (parent_id, sitter_id));
create policy "ask" on public.requests for insert to authenticated with check (parent_id = auth.uid() and state = 'open');
create policy "take back" on public.requests for delete to authenticated using (parent_id = auth.uid() and state = 'open');
create policy "sitter answers" on public.requests for update to authenticated using (sitter_id = auth.uid() and state = 'open') with check (sitter_id = auth.uid() and state in ('accepted','declined'));
revoke update on public.requests from anon, authenticated;
grant update (state) on public.requests to authenticated;
create policy "reviews" on public.sitter_reviews for select using (true);
create policy "review a finished evening" on public.sitter_reviews for insert to authenticated
  with check (author_id = auth.uid() and exists (select 1 from public.requests r where r.id = request_id and r.parent_id = auth.uid() and r.state = 'done'));
create function public.contact_for(p_request uuid) returns text language sql stable security definer set search_path = '' as $$
  select c.phone from public.requests r
  join public.contacts c on c.user_id = case when r.parent_id = auth.uid() then r.sitter_id else r.parent_id end
  where r.id = p_request and r.state in ('accepted','done') and auth.uid() in (r.parent_id, r.sitter_id)
$$;
