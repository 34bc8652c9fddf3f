-- platform: postgres
-- Tenants by setting, members by a second one, helpers with a fixed search_path, views of the invoker.
-- clean
create role r33_kanban_owner nologin;
grant r33_kanban_owner to current_user;
create role r33_kanban login;
create schema kanban authorization r33_kanban_owner;
set role r33_kanban_owner;
create table kanban.boards (id uuid primary key default gen_random_uuid(), tenant_id uuid not null, title text not null);
create table kanban.cards (
  id uuid primary key default gen_random_uuid(),
  board_id uuid not null references kanban.boards on delete cascade,
  assignee uuid,
  title text not null,
  done boolean not null default false
);
create function kanban.tenant() returns uuid language sql stable set search_path = '' as $$ select nullif(current_setting('kanban.tenant', true), '')::uuid $$;
alter table kanban.boards enable row level security;
alter table kanban.boards force row level security;
alter table kanban.cards enable row level security;
alter table kanban.cards force row level security;
create policy tenant on kanban.boards using (tenant_id = kanban.tenant()) with check (tenant_id = kanban.tenant());
create policy tenant on kanban.cards using (board_id in (select b.id from kanban.boards b)) with check (board_id in (select b.id from kanban.boards b));
create view kanban.open_cards with (security_invoker = true) as select b.title as board, c.title from kanban.cards c join kanban.boards b on b.id = c.board_id where not c.done;
create function kanban.finish(card uuid) returns void language sql set search_path = '' as $$ update kanban.cards set done = true where id = card $$;
grant usage on schema kanban to r33_kanban;
grant select, insert, update, delete on kanban.boards, kanban.cards to r33_kanban;
grant select on kanban.open_cards to r33_kanban;
reset role;
