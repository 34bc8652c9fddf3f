-- A sign-up form that anybody fills and nobody reads back; a link with a secret confirms and ends it.
-- clean
create extension if not exists citext with schema extensions;
create table public.topics (
  id smallint generated always as identity primary key,
  name text not null unique
);
create table public.subscribers (
  id uuid primary key default gen_random_uuid(),
  email extensions.citext not null unique,
  confirmed_at timestamptz,
  secret uuid not null default gen_random_uuid(),
  created_at timestamptz not null default now()
);
create table public.subscriber_topics (
  subscriber_id uuid not null references public.subscribers on delete cascade,
  topic_id smallint not null references public.topics on delete cascade,
  primary key (subscriber_id, topic_id)
);
create table public.issues (
  id bigint generated always as identity primary key,
  topic_id smallint not null references public.topics,
  subject text not null,
  body_html text not null default '',
  sent_at timestamptz
);
alter table public.topics enable row level security;
alter table public.subscribers enable row level security;
alter table public.subscriber_topics enable row level security;
alter table public.issues enable row level security;

create policy "topics are public" on public.topics for select to anon, authenticated using (true);
create policy "the archive is public" on public.issues for select to anon, authenticated using (sent_at is not null);

-- insert only: no RETURNING, so no SELECT policy is needed
create policy "anybody signs up" on public.subscribers for insert to anon, authenticated with check (confirmed_at is null);

create function public.confirm_subscription(subscriber uuid, link_secret uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.subscribers set confirmed_at = now()
  where id = subscriber and secret = link_secret and confirmed_at is null;
  return found;
end $$;
create function public.unsubscribe(subscriber uuid, link_secret uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.subscribers where id = subscriber and secret = link_secret;
  return found;
end $$;
create function public.choose_topics(subscriber uuid, link_secret uuid, topics smallint[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select 1 from public.subscribers where id = subscriber and secret = link_secret) then
    raise exception 'this link is not valid';
  end if;
  delete from public.subscriber_topics where subscriber_id = subscriber;
  insert into public.subscriber_topics (subscriber_id, topic_id)
  select subscriber, t.id from public.topics t where t.id = any (topics);
end $$;
