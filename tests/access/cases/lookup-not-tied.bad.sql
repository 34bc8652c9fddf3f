-- The look-up asks for any conversation, not for the message's.
-- expect: error reads-not-tied messages
create table public.conversations (id uuid primary key default gen_random_uuid(), created_at timestamptz default now());
create table public.participants (conversation_id uuid not null references public.conversations(id) on delete cascade, user_id uuid not null references auth.users(id), primary key (conversation_id, user_id));
create table public.messages (id uuid primary key default gen_random_uuid(), conversation_id uuid not null references public.conversations(id) on delete cascade, sender_id uuid not null references auth.users(id), body text not null);
alter table public.conversations enable row level security; alter table public.participants enable row level security; alter table public.messages enable row level security;
create policy c on public.conversations for select to authenticated using (id in (select conversation_id from public.participants where user_id = auth.uid()));
create policy p on public.participants for select to authenticated using (user_id = auth.uid());
create policy m on public.messages for select to authenticated using (exists (select 1 from public.participants where user_id = auth.uid()));
create policy mi on public.messages for insert to authenticated with check (sender_id = auth.uid() and conversation_id in (select conversation_id from public.participants where user_id = auth.uid()));
