-- Whoever belongs to a chapter hangs its newsletter on another chapter, and can't take it back.
-- expect: error ownership-transfer newsletters
create table public.chapters (id uuid primary key default gen_random_uuid(), name text not null);
create table public.members (chapter_id uuid not null references public.chapters(id), user_id uuid not null references auth.users(id), primary key (chapter_id, user_id));
create table public.newsletters (id uuid primary key default gen_random_uuid(), chapter_id uuid not null references public.chapters(id), subject text not null);
alter table public.chapters enable row level security;
alter table public.members enable row level security;
alter table public.newsletters enable row level security;
create policy listed on public.chapters for select using (true);
create policy own on public.members for select to authenticated using (user_id = auth.uid());
create policy readable on public.newsletters for select using (true);
create policy changed on public.newsletters for update to authenticated
  using (exists (select 1 from public.members m where m.chapter_id = newsletters.chapter_id and m.user_id = auth.uid())) with check (auth.uid() is not null);
