-- Tutoring marketplace chat: who sends is in the row, and only the conversation is checked.
-- expect: error forgery messages authenticated
create table public.tutors (
  user_id uuid primary key references auth.users(id) on delete cascade,
  headline text not null,
  hourly_rate numeric(6,2) check (hourly_rate > 0)
);
create table public.conversations (
  id uuid primary key default gen_random_uuid(),
  tutor_id uuid not null references auth.users(id),
  student_id uuid not null references auth.users(id),
  created_at timestamptz not null default now(),
  check (tutor_id <> student_id),
  unique (tutor_id, student_id)
);
create table public.messages (
  id uuid primary key default gen_random_uuid(),
  conversation_id uuid not null references public.conversations(id) on delete cascade,
  sender_id uuid not null references auth.users(id),
  body text not null check (length(body) <= 4000),
  created_at timestamptz not null default now(),
  edited_at timestamptz
);
create index messages_by_conversation on public.messages (conversation_id, created_at);
alter table public.tutors enable row level security;
alter table public.conversations enable row level security;
alter table public.messages enable row level security;
create policy "tutors are public" on public.tutors for select using (true);
create policy "tutor edits own" on public.tutors for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "participants see conversation" on public.conversations for select to authenticated
  using ((select auth.uid()) in (tutor_id, student_id));
create policy "students open conversations" on public.conversations for insert to authenticated
  with check (student_id = (select auth.uid()) and exists (select 1 from public.tutors t where t.user_id = tutor_id));
create policy "participants read messages" on public.messages for select to authenticated
  using (exists (select 1 from public.conversations c where c.id = conversation_id
    and (select auth.uid()) in (c.tutor_id, c.student_id)));
create policy "participants send messages" on public.messages for insert to authenticated
  with check (exists (select 1 from public.conversations c where c.id = conversation_id
    and (select auth.uid()) in (c.tutor_id, c.student_id)));
create policy "senders edit" on public.messages for update to authenticated
  using (sender_id = (select auth.uid())) with check (sender_id = (select auth.uid()));
create policy "senders delete" on public.messages for delete to authenticated using (sender_id = (select auth.uid()));
revoke update on public.messages from anon, authenticated;
grant update (body, edited_at) on public.messages to authenticated;
