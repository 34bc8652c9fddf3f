-- A support chat: staff by app_metadata (which users cannot write), the sign-up trigger, a policy for ALL that is meant, helpers that take an argument but stay with the caller.
-- clean
create table public.people (
  id uuid primary key references auth.users (id) on delete cascade,
  nickname text not null default 'someone' check (length(nickname) <= 40)
);
create table public.conversations (
  id uuid primary key default gen_random_uuid(),
  customer uuid not null default auth.uid() references auth.users (id) on delete cascade,
  topic text not null default 'general',
  closed_at timestamptz
);
create table public.chat_messages (
  id bigint generated always as identity primary key,
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  sender uuid not null default auth.uid() references auth.users (id),
  body text not null check (body <> ''),
  sent_at timestamptz not null default now()
);
create function public.is_staff() returns boolean language sql stable set search_path = '' as $$
  select coalesce(auth.jwt() -> 'app_metadata' ->> 'staff' = 'true', false);
$$;
create function public.welcome() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.people (id) values (new.id) on conflict do nothing;
  return new;
end;
$$;
create trigger welcome after insert on auth.users for each row execute function public.welcome();
alter table public.people enable row level security;
alter table public.conversations enable row level security;
alter table public.chat_messages enable row level security;
create policy people_read on public.people for select to authenticated using (id = auth.uid() or public.is_staff());
create policy people_edit on public.people for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy staff_all on public.conversations for all to authenticated using (public.is_staff()) with check (public.is_staff());
create policy customer_read on public.conversations for select to authenticated using (customer = auth.uid());
create policy customer_open on public.conversations for insert to authenticated with check (customer = auth.uid() and closed_at is null);
create policy messages_read on public.chat_messages for select to authenticated
  using (exists (select 1 from public.conversations c where c.id = conversation_id));
create policy messages_send on public.chat_messages for insert to authenticated
  with check (
    sender = auth.uid()
    and exists (select 1 from public.conversations c where c.id = conversation_id and c.closed_at is null)
  );
create function public.unanswered(max_rows integer default 20) returns setof public.conversations
language sql stable security definer set search_path = '' as $$
  select c.* from public.conversations c
  where c.closed_at is null and (c.customer = auth.uid() or public.is_staff())
  order by c.id limit least(max_rows, 100);
$$;
