-- A kanban app: cards may be put into, and moved to, any board; comments are written in any name.
-- expect: error|warning tampering|forgery|bypass cards
-- expect: error|warning forgery card_comments
create table public.boards (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  title text not null
);
create table public.board_members (
  board_id uuid not null references public.boards(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  primary key (board_id, user_id)
);
create table public.cards (
  id uuid primary key default gen_random_uuid(),
  board_id uuid not null references public.boards(id) on delete cascade,
  title text not null,
  done boolean not null default false
);
create table public.card_comments (
  id uuid primary key default gen_random_uuid(),
  card_id uuid not null references public.cards(id) on delete cascade,
  author_id uuid not null references auth.users(id) on delete cascade,
  body text not null
);
create function public.on_board(b uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.boards where id = b and owner_id = (select auth.uid()))
      or exists (select 1 from public.board_members where board_id = b and user_id = (select auth.uid()))
$$;
create function public.owns_board(b uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.boards where id = b and owner_id = (select auth.uid())) $$;
alter table public.boards enable row level security;
alter table public.board_members enable row level security;
alter table public.cards enable row level security;
alter table public.card_comments enable row level security;
create policy "boards" on public.boards for select to authenticated using (owner_id = auth.uid() or public.on_board(id));
create policy "new board" on public.boards for insert to authenticated with check (owner_id = auth.uid());
create policy "members" on public.board_members for select to authenticated using (public.on_board(board_id));
create policy "owner keeps members" on public.board_members for all to authenticated using (public.owns_board(board_id)) with check (public.owns_board(board_id));
create policy "cards of my boards" on public.cards for select to authenticated using (public.on_board(board_id));
create policy "add cards" on public.cards for insert to authenticated with check (auth.uid() is not null);
create policy "change cards" on public.cards for update to authenticated using (public.on_board(board_id)) with check (title <> '');
create policy "remove cards" on public.cards for delete to authenticated using (public.on_board(board_id));
create policy "comments" on public.card_comments for select to authenticated using (exists (select 1 from public.cards c where c.id = card_id));
create policy "comment" on public.card_comments for insert to authenticated with check (exists (select 1 from public.cards c where c.id = card_id));
create policy "delete own comment" on public.card_comments for delete to authenticated using (author_id = auth.uid());
