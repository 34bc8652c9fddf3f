-- Kanban boards with collaborators: boards look at board_collaborators, whose policy looks at boards.
-- expect: error error boards|board_collaborators authenticated
-- also: error columns|cards
create table public.boards (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  title text not null default 'Untitled',
  archived boolean not null default false
);
create table public.board_collaborators (
  board_id uuid not null references public.boards(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  can_edit boolean not null default false,
  primary key (board_id, user_id)
);
create table public.columns (
  id uuid primary key default gen_random_uuid(),
  board_id uuid not null references public.boards(id) on delete cascade,
  name text not null,
  position int not null default 0
);
create table public.cards (
  id uuid primary key default gen_random_uuid(),
  column_id uuid not null references public.columns(id) on delete cascade,
  title text not null,
  due_date date
);
create index idx_columns_board on public.columns (board_id);
create index idx_cards_column on public.cards (column_id);
do $$
declare t text;
begin
  foreach t in array array['boards', 'board_collaborators', 'columns', 'cards'] loop
    execute format('alter table public.%I enable row level security', t);
  end loop;
end $$;
create policy "Owner has full access" on public.boards for all to authenticated
  using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "Collaborators can view" on public.boards for select to authenticated
  using (exists (select 1 from public.board_collaborators c where c.board_id = boards.id and c.user_id = auth.uid()));
create policy "See own collaboration" on public.board_collaborators for select to authenticated using (user_id = auth.uid());
create policy "Board owner manages collaborators" on public.board_collaborators for all to authenticated
  using (exists (select 1 from public.boards b where b.id = board_collaborators.board_id and b.owner_id = auth.uid()))
  with check (exists (select 1 from public.boards b where b.id = board_collaborators.board_id and b.owner_id = auth.uid()));
create policy "Columns of visible boards" on public.columns for select to authenticated
  using (exists (select 1 from public.boards b where b.id = board_id));
create policy "Cards of visible columns" on public.cards for select to authenticated
  using (exists (select 1 from public.columns c where c.id = column_id));
