-- clean
-- A typing game: the leaderboard is a view of the owner with chosen columns; scores come in through a function that checks.
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  nickname text not null unique check (nickname ~ '^[A-Za-z0-9_]{1,20}$'),
  email text,
  country char(2),
  show_on_board boolean not null default true
);
create table public.texts (
  id int generated always as identity primary key,
  body text not null,
  length int generated always as (char_length(body)) stored
);
create table public.runs (
  id bigint generated always as identity primary key,
  user_id uuid not null references public.profiles(id) on delete cascade,
  text_id int not null references public.texts(id),
  wpm numeric(5,1) not null check (wpm > 0 and wpm <= 300),
  errors int not null default 0 check (errors >= 0),
  created_at timestamptz not null default now()
);
alter table public.profiles enable row level security;
alter table public.texts enable row level security;
alter table public.runs enable row level security;
create policy "own profile" on public.profiles for select to authenticated using (id = auth.uid());
create policy "edit own profile" on public.profiles for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy "texts" on public.texts for select using (true);
create policy "own runs" on public.runs for select to authenticated using (user_id = auth.uid());
create function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, nickname, email)
  values (new.id, 'player_' || substr(replace(new.id::text, '-', ''), 1, 12), new.email);
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
create function public.submit_run(p_text int, p_seconds numeric, p_errors int) returns numeric
language plpgsql security definer set search_path = '' as $$
declare v_wpm numeric;
begin
  if auth.uid() is null then raise exception 'sign in first'; end if;
  select round((length / 5.0) / (p_seconds / 60.0), 1) into v_wpm from public.texts where id = p_text and p_seconds > 0;
  if v_wpm is null or v_wpm > 300 then raise exception 'impossible'; end if;
  insert into public.runs (user_id, text_id, wpm, errors) values (auth.uid(), p_text, v_wpm, p_errors);
  return v_wpm;
end $$;
create view public.leaderboard as
  select p.nickname, p.country, max(r.wpm) as best_wpm, count(*) as runs
  from public.runs r join public.profiles p on p.id = r.user_id
  where p.show_on_board
  group by p.nickname, p.country;
revoke all on public.leaderboard from anon, authenticated;
grant select on public.leaderboard to anon, authenticated;
