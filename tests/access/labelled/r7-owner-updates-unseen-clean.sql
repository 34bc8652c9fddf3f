-- clean
-- What is shown is narrower, or asked another way, than what may be changed: yet each owner finds rows to change.
create table boards (id uuid primary key default gen_random_uuid(), name text not null);
create table board_members (
  board_id uuid not null references boards on delete cascade,
  user_id uuid not null references auth.users on delete cascade,
  primary key (board_id, user_id)
);
create table cards (
  id uuid primary key default gen_random_uuid(),
  board_id uuid not null references boards on delete cascade,
  author_id uuid not null default auth.uid() references auth.users on delete cascade,
  title text not null,
  archived boolean not null default false
);
create function is_member(board uuid) returns boolean language sql stable security definer set search_path = public as
$$ select exists (select 1 from board_members where board_id = board and user_id = auth.uid()) $$;
alter table boards enable row level security;
alter table board_members enable row level security;
alter table cards enable row level security;
create policy "boards of mine" on boards for select to authenticated using (is_member(id));
create policy "members of mine" on board_members for select to authenticated using (is_member(board_id));
create policy "cards of my boards" on cards for select to authenticated using (is_member(board_id) and not archived);
create policy "write a card" on cards for insert to authenticated with check (author_id = auth.uid() and is_member(board_id));
create policy "change my card" on cards for update to authenticated
  using (author_id = auth.uid()) with check (author_id = auth.uid() and is_member(board_id));
create policy "remove my card" on cards for delete to authenticated using (author_id = auth.uid());
