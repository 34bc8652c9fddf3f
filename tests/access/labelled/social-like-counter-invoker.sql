-- The like counter's trigger runs as the caller, who may not update somebody else's post: counts stay 0.
-- expect: warning dead bump_likes|posts|likes authenticated
create table posts (
  id uuid primary key default gen_random_uuid(),
  author uuid not null default auth.uid() references auth.users on delete cascade,
  body text not null,
  like_count int not null default 0
);
create table likes (post_id uuid references posts on delete cascade, user_id uuid default auth.uid() references auth.users on delete cascade, primary key (post_id, user_id));
create function bump_likes() returns trigger language plpgsql as $$
begin
  update posts set like_count = like_count + 1 where id = new.post_id;
  return new;
end $$;
create trigger bump after insert on likes for each row execute function bump_likes();
alter table posts enable row level security;
alter table likes enable row level security;
create policy po_r on posts for select using (true);
create policy po_i on posts for insert to authenticated with check (author = auth.uid());
create policy po_u on posts for update to authenticated using (author = auth.uid()) with check (author = auth.uid());
create policy l_r on likes for select using (true);
create policy l_i on likes for insert to authenticated with check (user_id = auth.uid());
create policy l_d on likes for delete to authenticated using (user_id = auth.uid());
