-- expect: error|warning dead unbump|polls|votes
create table public.polls (id uuid primary key default gen_random_uuid(), author_id uuid not null default auth.uid() references auth.users(id), question text not null, votes int not null default 0);
create table public.votes (poll_id uuid not null references public.polls(id), user_id uuid not null default auth.uid() references auth.users(id), primary key (poll_id, user_id));
alter table public.polls enable row level security; alter table public.votes enable row level security;
create policy r on public.polls for select to authenticated using (true);
create policy i on public.polls for insert to authenticated with check (author_id = auth.uid());
create policy vr on public.votes for select to authenticated using (user_id = auth.uid());
create policy vi on public.votes for insert to authenticated with check (user_id = auth.uid());
create policy vd on public.votes for delete to authenticated using (user_id = auth.uid());
create function public.bump() returns trigger language plpgsql security definer set search_path = '' as $$ begin
 update public.polls set votes = votes + 1 where id = new.poll_id; return new; end $$;
create trigger bump after insert on public.votes for each row execute function public.bump();
create function public.unbump() returns trigger language plpgsql set search_path = '' as $$ begin
 update public.polls set votes = votes - 1 where id = old.poll_id; return old; end $$;
create trigger unbump after delete on public.votes for each row execute function public.unbump();
