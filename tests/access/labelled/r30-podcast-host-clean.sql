-- Podcasts: drafts are the host's, published episodes everybody's. The views run as who asks.
-- clean
create table shows (
  id uuid primary key default gen_random_uuid(),
  host_id uuid not null default auth.uid() references auth.users on delete cascade,
  title text not null,
  slug text not null unique check (slug ~ '^[a-z0-9-]{3,60}$'),
  is_explicit boolean not null default false
);
create table episodes (
  id uuid primary key default gen_random_uuid(),
  show_id uuid not null references shows on delete cascade,
  title text not null,
  audio_path text,
  status text not null default 'draft' check (status in ('draft', 'scheduled', 'published')),
  published_at timestamptz,
  constraint published_has_date check (status <> 'published' or published_at is not null)
);
create table listens (
  id bigint generated always as identity primary key,
  episode_id uuid not null references episodes on delete cascade,
  listener_id uuid references auth.users on delete set null,
  seconds int not null default 0 check (seconds >= 0)
);
create table subscriptions (
  user_id uuid not null default auth.uid() references auth.users on delete cascade,
  show_id uuid not null references shows on delete cascade,
  primary key (user_id, show_id)
);
alter table shows enable row level security;
alter table episodes enable row level security;
alter table listens enable row level security;
alter table subscriptions enable row level security;

create policy "shows are public" on shows for select using (true);
create policy "hosts write shows" on shows for insert to authenticated with check ((select auth.uid()) = host_id);
create policy "hosts edit shows" on shows for update to authenticated using ((select auth.uid()) = host_id);
create policy "hosts close shows" on shows for delete to authenticated using ((select auth.uid()) = host_id);

create policy "published episodes are public" on episodes for select
  using (status = 'published' and published_at <= now());
create policy "hosts have all of their episodes" on episodes for all to authenticated
  using (exists (select 1 from shows s where s.id = show_id and s.host_id = (select auth.uid())))
  with check (exists (select 1 from shows s where s.id = show_id and s.host_id = (select auth.uid())));

-- anybody listens, also without an account: the row is then nobody's
create policy "listen" on listens for insert to anon, authenticated
  with check (listener_id is not distinct from (select auth.uid()) and exists (select 1 from episodes e where e.id = episode_id));
create policy "own history" on listens for select to authenticated using (listener_id = (select auth.uid()));
create policy "hosts see what was listened to" on listens for select to authenticated using (
  exists (select 1 from episodes e join shows s on s.id = e.show_id where e.id = episode_id and s.host_id = (select auth.uid())));

create policy "own subscriptions" on subscriptions for all to authenticated using (user_id = (select auth.uid()));

create view latest_episodes with (security_invoker = on) as
  select e.id, e.title, e.published_at, s.title as show_title, s.slug
  from episodes e join shows s on s.id = e.show_id where e.status = 'published' order by e.published_at desc;
create view my_drafts with (security_invoker = true) as
  select e.* from episodes e where e.status <> 'published';
