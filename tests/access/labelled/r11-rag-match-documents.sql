-- A chat with one's documents: the search function runs as its owner and returns the chunks of everyone.
-- expect: error|warning bypass match_chunks
create extension if not exists vector with schema extensions;
create table public.documents (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  name text not null
);
create table public.document_chunks (
  id bigint generated always as identity primary key,
  document_id uuid not null references public.documents(id) on delete cascade,
  user_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  content text not null,
  embedding extensions.vector(3)
);
create table public.chats (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  title text
);
create table public.chat_messages (
  id bigint generated always as identity primary key,
  chat_id uuid not null references public.chats(id) on delete cascade,
  role text not null check (role in ('user','assistant','system')),
  content text not null
);
alter table public.documents enable row level security;
alter table public.document_chunks enable row level security;
alter table public.chats enable row level security;
alter table public.chat_messages enable row level security;
create policy "own documents" on public.documents for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "own chunks" on public.document_chunks for all to authenticated using (user_id = auth.uid())
  with check (user_id = auth.uid() and document_id in (select id from public.documents where user_id = auth.uid()));
create policy "own chats" on public.chats for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "messages of own chats" on public.chat_messages for all to authenticated
  using (chat_id in (select id from public.chats where user_id = auth.uid())) with check (chat_id in (select id from public.chats where user_id = auth.uid()));
create or replace function public.match_chunks(query_embedding extensions.vector(3), match_threshold float default 0.0, match_count int default 5)
returns table (id bigint, content text, similarity float)
language plpgsql stable security definer set search_path = public, extensions as $$
begin
  return query
  select c.id, c.content, 1 - (c.embedding <=> query_embedding) as similarity
  from document_chunks c
  where 1 - (c.embedding <=> query_embedding) > match_threshold
  order by c.embedding <=> query_embedding
  limit match_count;
end $$;
