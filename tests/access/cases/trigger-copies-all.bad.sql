-- What is private in journals is copied, row by row, into a feed that everybody reads.
-- expect: warning copy-bypasses-rls feed
create table public.journals (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users(id), entry text not null, mood text);
create table public.feed (id uuid primary key, entry text, mood text);
create function public.copy_entry() returns trigger language plpgsql security definer set search_path = '' as $$
begin insert into public.feed (id, entry, mood) values (new.id, new.entry, new.mood); return new; end $$;
create trigger copied after insert on public.journals for each row execute function public.copy_entry();
alter table public.journals enable row level security;
alter table public.feed enable row level security;
create policy own on public.journals for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy everybody on public.feed for select using (true);
