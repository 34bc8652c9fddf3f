-- Comments answer comments of others: a row that points to another's row, in a forum that everyone reads.
-- clean

create table public.topics (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references auth.users (id),
  title text not null,
  locked boolean not null default false
);
create table public.replies (
  id uuid primary key default gen_random_uuid(),
  topic_id uuid not null references public.topics (id),
  reply_to uuid references public.replies (id),
  author_id uuid not null default auth.uid() references auth.users (id),
  body text not null
);
alter table public.topics enable row level security;
alter table public.replies enable row level security;
create policy "topics" on public.topics for select using (true);
create policy "begin" on public.topics for insert to authenticated with check (author_id = (select auth.uid()));
create policy "edit" on public.topics for update to authenticated
  using (author_id = (select auth.uid())) with check (author_id = (select auth.uid()));
create policy "replies" on public.replies for select using (true);
create policy "reply" on public.replies for insert to authenticated
  with check (author_id = (select auth.uid())
    and exists (select 1 from public.topics t where t.id = topic_id and not t.locked));
create policy "take back" on public.replies for delete to authenticated using (author_id = (select auth.uid()));
