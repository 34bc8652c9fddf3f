-- clean
-- A chat with one's documents: one search runs as the caller, the other as its owner but for the caller's rows only; shared notebooks through members.
create extension if not exists vector with schema extensions;
create table public.notebooks (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  title text not null default 'Untitled'
);
create table public.chunks (
  id bigint generated always as identity primary key,
  notebook_id uuid not null references public.notebooks(id) on delete cascade,
  user_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  content text not null,
  embedding extensions.vector(3)
);
create table public.usage_events (
  id bigint generated always as identity primary key,
  user_id uuid not null references auth.users(id) on delete cascade,
  tokens int not null check (tokens > 0)
);
alter table public.notebooks enable row level security;
alter table public.chunks enable row level security;
alter table public.usage_events enable row level security;
create policy "own notebooks" on public.notebooks for all to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "own chunks" on public.chunks for all to authenticated using (user_id = (select auth.uid()))
  with check (user_id = (select auth.uid()) and notebook_id in (select id from public.notebooks where user_id = (select auth.uid())));
create policy "own usage" on public.usage_events for select to authenticated using (user_id = (select auth.uid()));
create function public.match_chunks(query_embedding extensions.vector(3), match_count int default 5)
returns table (id bigint, content text, similarity float) language sql stable set search_path = public, extensions as $$
  select c.id, c.content, 1 - (c.embedding <=> query_embedding) from chunks c order by c.embedding <=> query_embedding limit match_count
$$;
create function public.match_my_chunks(query_embedding extensions.vector(3), p_notebook uuid)
returns table (id bigint, content text) language sql stable security definer set search_path = public, extensions as $$
  select c.id, c.content from chunks c
  where c.user_id = auth.uid() and c.notebook_id = p_notebook
  order by c.embedding <=> query_embedding limit 10
$$;
create function public.log_usage(p_tokens int) returns void language sql security definer set search_path = '' as
  $$ insert into public.usage_events (user_id, tokens) select auth.uid(), p_tokens where auth.uid() is not null $$;
