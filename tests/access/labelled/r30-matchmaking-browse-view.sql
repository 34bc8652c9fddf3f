-- People browse a view that runs as its owner and leaves nothing out; a like can be given in the name of another.
-- expect: error bypass|exposure browse authenticated
-- expect: error forgery likes authenticated
create table public.people (
  id uuid primary key references auth.users (id) on delete cascade,
  first_name text not null,
  birthday date not null,
  looking_for text check (looking_for in ('anyone', 'women', 'men')),
  about text,
  paused boolean not null default false
);
create table public.likes (
  from_id uuid not null references public.people (id) on delete cascade,
  to_id uuid not null references public.people (id) on delete cascade,
  at timestamptz not null default now(),
  primary key (from_id, to_id)
);
create table public.blocks (
  blocker_id uuid not null default auth.uid() references public.people (id) on delete cascade,
  blocked_id uuid not null references public.people (id) on delete cascade,
  primary key (blocker_id, blocked_id)
);
alter table public.people enable row level security;
alter table public.likes enable row level security;
alter table public.blocks enable row level security;
create policy "me" on public.people for select to authenticated using (id = auth.uid());
create policy "enter" on public.people for insert to authenticated with check (id = auth.uid());
create policy "edit me" on public.people for update to authenticated using (id = auth.uid());
create policy "likes that I gave" on public.likes for select to authenticated using (from_id = auth.uid());
create policy "like" on public.likes for insert to authenticated with check (from_id <> to_id);
create policy "take a like back" on public.likes for delete to authenticated using (from_id = auth.uid());
create policy "my blocks" on public.blocks for all to authenticated using (blocker_id = auth.uid()) with check (blocker_id = auth.uid());
create or replace view public.browse as select id, first_name, birthday, looking_for, about, paused from public.people;
revoke insert, update, delete on public.browse from anon, authenticated;
revoke select on public.browse from anon;
