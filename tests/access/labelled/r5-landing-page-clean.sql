-- clean
-- Reference data for all, a contact form that takes and shows nothing, a waiting list, a public scoreboard.
create table countries (code char(2) primary key, name text not null);
create table plans (
  id text primary key,
  price_cents int not null check (price_cents >= 0),
  features text[] not null default '{}'
);
create table contact_requests (
  id bigint generated always as identity primary key,
  email text not null check (email like '%@%'),
  message text not null check (length(message) between 10 and 2000),
  created_at timestamptz not null default now()
);
create table waitlist (
  email text primary key check (email like '%@%'),
  created_at timestamptz not null default now()
);
create table scores (
  id bigint generated always as identity primary key,
  player_id uuid not null default auth.uid() references auth.users(id),
  points int not null check (points >= 0)
);
alter table countries enable row level security;
alter table plans enable row level security;
alter table contact_requests enable row level security;
alter table waitlist enable row level security;
alter table scores enable row level security;
create policy "Countries are viewable by everyone" on countries for select to anon, authenticated using (true);
create policy "Plans are viewable by everyone" on plans for select to anon, authenticated using (true);
create policy "Anyone can contact us" on contact_requests for insert to anon, authenticated with check (true);
create policy "Anyone can join the waitlist" on waitlist for insert to anon, authenticated with check (true);
create policy "Scores are public" on scores for select using (true);
create policy "Players add scores" on scores for insert to authenticated with check (player_id = auth.uid());
create view top_scores as select player_id, max(points) as points from scores group by player_id order by 2 desc limit 100;
