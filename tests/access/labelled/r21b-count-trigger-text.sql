-- expect: error|warning dead note_last|threads|posts
create table public.threads (id uuid primary key default gen_random_uuid(), author_id uuid not null default auth.uid() references auth.users(id), title text not null, last_post text);
create table public.posts (id uuid primary key default gen_random_uuid(), thread_id uuid not null references public.threads(id), user_id uuid not null default auth.uid() references auth.users(id), body text not null);
alter table public.threads enable row level security; alter table public.posts enable row level security;
create policy r on public.threads for select to authenticated using (true);
create policy i on public.threads for insert to authenticated with check (author_id = auth.uid());
create policy u on public.threads for update to authenticated using (author_id = auth.uid()) with check (author_id = auth.uid());
create policy vr on public.posts for select to authenticated using (true);
create policy vi on public.posts for insert to authenticated with check (user_id = auth.uid());
create function public.note_last() returns trigger language plpgsql set search_path = '' as $$ begin
 update public.threads set last_post = new.body where id = new.thread_id; return new; end $$;
create trigger note_last after insert on public.posts for each row execute function public.note_last();
