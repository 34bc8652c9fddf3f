-- The same, closed.
-- clean

create table tips (id uuid primary key default gen_random_uuid(), giver uuid not null references auth.users, taker uuid not null references auth.users, cents int not null check (cents > 0), words text);
create table feed (id bigserial primary key, at timestamptz not null default now(), what text not null);
create function log_tip() returns trigger language plpgsql security definer set search_path = public as $$ begin insert into feed (what) values ('a tip was given'); return new; end $$;
create trigger t after insert on tips for each row execute function log_tip();
alter table tips enable row level security; alter table feed enable row level security;
create policy tips_rw on tips for select to authenticated using (auth.uid() in (giver, taker));
create policy tips_i on tips for insert to authenticated with check (giver = auth.uid() and taker <> auth.uid());
create policy feed_r on feed for select to authenticated using (true);
