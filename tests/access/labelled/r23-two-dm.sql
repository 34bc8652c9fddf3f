-- expect: error|warning exposure|bypass messages
-- Conversations of two; whoever has one reads the messages of all.
create table public.conversations (id uuid primary key default gen_random_uuid(), user1 uuid not null references auth.users(id), user2 uuid not null references auth.users(id), check (user1 < user2));
create table public.messages (id uuid primary key default gen_random_uuid(), conversation_id uuid not null references public.conversations(id) on delete cascade, sender_id uuid not null default auth.uid() references auth.users(id), body text not null);
alter table public.conversations enable row level security; alter table public.messages enable row level security;
create policy c on public.conversations for select to authenticated using (auth.uid() in (user1, user2));
create policy ci on public.conversations for insert to authenticated with check (auth.uid() in (user1, user2));
create policy m on public.messages for select to authenticated using (exists (select 1 from public.conversations c where c.user1 = auth.uid() or c.user2 = auth.uid()));
create policy mi on public.messages for insert to authenticated with check (sender_id = auth.uid() and exists (select 1 from public.conversations c where c.id = conversation_id and auth.uid() in (c.user1, c.user2)));
