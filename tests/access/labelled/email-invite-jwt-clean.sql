-- Access by e-mail in the token: the invitee sees its invitations.
-- clean
create table boards (id uuid primary key default gen_random_uuid(), owner uuid not null default auth.uid() references auth.users, title text not null);
create table board_invites (
  id uuid primary key default gen_random_uuid(),
  board_id uuid not null references boards on delete cascade,
  email text not null,
  unique (board_id, email)
);
create table cards (id uuid primary key default gen_random_uuid(), board_id uuid not null references boards on delete cascade, text text not null, pos int not null default 0);
create function board_owner(b uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.boards where id = b and owner = auth.uid()) $$;
create function board_guest(b uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.board_invites where board_id = b and lower(email) = lower(auth.email())) $$;
alter table boards enable row level security;
alter table board_invites enable row level security;
alter table cards enable row level security;
create policy b_r on boards for select to authenticated using (owner = auth.uid() or board_guest(id));
create policy b_i on boards for insert to authenticated with check (owner = auth.uid());
create policy b_u on boards for update to authenticated using (owner = auth.uid()) with check (owner = auth.uid());
create policy bi_r on board_invites for select to authenticated using (lower(email) = lower(auth.email()) or board_owner(board_id));
create policy bi_w on board_invites for insert to authenticated with check (board_owner(board_id));
create policy bi_d on board_invites for delete to authenticated using (lower(email) = lower(auth.email()) or board_owner(board_id));
create policy c_all on cards for all to authenticated using (board_owner(board_id) or board_guest(board_id)) with check (board_owner(board_id) or board_guest(board_id));
