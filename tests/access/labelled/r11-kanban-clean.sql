-- clean
-- A kanban app: workspaces with owners, editors and viewers; everything below asks the workspace through functions.
create type public.workspace_role as enum ('owner', 'editor', 'viewer');
create table public.workspaces (id uuid primary key default gen_random_uuid(), name text not null, created_by uuid not null default auth.uid() references auth.users(id));
create table public.workspace_members (
  workspace_id uuid not null references public.workspaces(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  role public.workspace_role not null default 'viewer',
  primary key (workspace_id, user_id)
);
create table public.boards (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces(id) on delete cascade,
  title text not null
);
create table public.cards (
  id uuid primary key default gen_random_uuid(),
  board_id uuid not null references public.boards(id) on delete cascade,
  title text not null,
  position int not null default 0,
  assignee_id uuid references auth.users(id) on delete set null
);
create table public.card_comments (
  id uuid primary key default gen_random_uuid(),
  card_id uuid not null references public.cards(id) on delete cascade,
  author_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  body text not null
);
create function public.ws_role(w uuid) returns public.workspace_role language sql stable security definer set search_path = '' as
  $$ select role from public.workspace_members where workspace_id = w and user_id = (select auth.uid()) $$;
create function public.ws_of_board(b uuid) returns uuid language sql stable security definer set search_path = '' as
  $$ select workspace_id from public.boards where id = b $$;
create function public.ws_of_card(c uuid) returns uuid language sql stable security definer set search_path = '' as
  $$ select b.workspace_id from public.cards x join public.boards b on b.id = x.board_id where x.id = c $$;
alter table public.workspaces enable row level security;
alter table public.workspace_members enable row level security;
alter table public.boards enable row level security;
alter table public.cards enable row level security;
alter table public.card_comments enable row level security;
create policy ws_select on public.workspaces for select to authenticated using (created_by = auth.uid() or public.ws_role(id) is not null);
create policy ws_insert on public.workspaces for insert to authenticated with check (created_by = auth.uid());
create policy ws_update on public.workspaces for update to authenticated using (public.ws_role(id) = 'owner') with check (public.ws_role(id) = 'owner');
create policy ws_delete on public.workspaces for delete to authenticated using (public.ws_role(id) = 'owner');
create policy wm_select on public.workspace_members for select to authenticated using (public.ws_role(workspace_id) is not null);
create policy wm_write on public.workspace_members for all to authenticated using (public.ws_role(workspace_id) = 'owner') with check (public.ws_role(workspace_id) = 'owner');
create policy wm_leave on public.workspace_members for delete to authenticated using (user_id = auth.uid());
create policy bo_select on public.boards for select to authenticated using (public.ws_role(workspace_id) is not null);
create policy bo_write on public.boards for all to authenticated using (public.ws_role(workspace_id) in ('owner','editor')) with check (public.ws_role(workspace_id) in ('owner','editor'));
create policy ca_select on public.cards for select to authenticated using (public.ws_role(public.ws_of_board(board_id)) is not null);
create policy ca_write on public.cards for all to authenticated
  using (public.ws_role(public.ws_of_board(board_id)) in ('owner','editor')) with check (public.ws_role(public.ws_of_board(board_id)) in ('owner','editor'));
create policy co_select on public.card_comments for select to authenticated using (public.ws_role(public.ws_of_card(card_id)) is not null);
create policy co_insert on public.card_comments for insert to authenticated with check (author_id = auth.uid() and public.ws_role(public.ws_of_card(card_id)) is not null);
create policy co_update on public.card_comments for update to authenticated
  using (author_id = auth.uid()) with check (author_id = auth.uid() and public.ws_role(public.ws_of_card(card_id)) is not null);
create policy co_delete on public.card_comments for delete to authenticated using (author_id = auth.uid());
create function public.workspace_created() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.workspace_members (workspace_id, user_id, role) values (new.id, new.created_by, 'owner');
  return new;
end $$;
create trigger workspaces_created after insert on public.workspaces for each row execute function public.workspace_created();
