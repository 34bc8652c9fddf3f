-- Credits are the user's own column to update, and the unlock function trusts them.
-- expect: error escalation wallets|unlock_lesson authenticated
-- also: escalation|bypass unlocked|lessons|wallets
create table lessons (id uuid primary key default gen_random_uuid(), title text not null, price int not null default 10, content text not null);
create table wallets (user_id uuid primary key references auth.users on delete cascade, credits int not null default 0);
create table unlocked (user_id uuid references auth.users on delete cascade, lesson_id uuid references lessons on delete cascade, primary key (user_id, lesson_id));
alter table lessons enable row level security;
alter table wallets enable row level security;
alter table unlocked enable row level security;
create policy "unlocked lessons" on lessons for select to authenticated using (
  exists (select 1 from unlocked u where u.lesson_id = lessons.id and u.user_id = auth.uid()));
create policy "own wallet" on wallets for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "own unlocks" on unlocked for select to authenticated using (user_id = auth.uid());
create function unlock_lesson(p_lesson uuid) returns void language plpgsql security definer set search_path = public as $$
declare
  cost int;
begin
  select price into cost from lessons where id = p_lesson;
  update wallets set credits = credits - cost where user_id = auth.uid() and credits >= cost;
  if not found then raise exception 'not enough credits'; end if;
  insert into unlocked values (auth.uid(), p_lesson) on conflict do nothing;
end $$;
