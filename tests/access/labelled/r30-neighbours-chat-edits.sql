-- A chat of neighbours: who is in the conversation may send as another of it, and may edit what another wrote, since
-- "mark as read" was given the whole row.
-- expect: error forgery messages authenticated
-- expect: error|warning tampering messages authenticated
create table public.conversations (
  id uuid primary key default gen_random_uuid(),
  topic text
);
create table public.conversation_people (
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  person_id uuid not null references auth.users (id) on delete cascade,
  primary key (conversation_id, person_id)
);
create table public.messages (
  id bigint generated always as identity primary key,
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  sender_id uuid not null references auth.users (id) on delete cascade,
  body text not null,
  sent_at timestamptz not null default now(),
  read_at timestamptz
);
alter table public.conversations enable row level security;
alter table public.conversation_people enable row level security;
alter table public.messages enable row level security;
create function public.in_conversation(c uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.conversation_people p where p.conversation_id = c and p.person_id = (select auth.uid()))
$$;
create policy "talks I am in" on public.conversations for select to authenticated using (public.in_conversation(id));
create policy "people I talk to" on public.conversation_people for select to authenticated using (public.in_conversation(conversation_id));
create policy "leave" on public.conversation_people for delete to authenticated using (person_id = (select auth.uid()));
create policy "read" on public.messages for select to authenticated using (public.in_conversation(conversation_id));
create policy "send" on public.messages for insert to authenticated with check (public.in_conversation(conversation_id));
create policy "mark as read" on public.messages for update to authenticated using (public.in_conversation(conversation_id));
create policy "unsend" on public.messages for delete to authenticated using (sender_id = (select auth.uid()));
