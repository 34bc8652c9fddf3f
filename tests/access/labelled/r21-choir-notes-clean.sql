-- clean
-- A choir: conductors by app_metadata, singers see their own absences, scores for all singers, a wish list of one's own.
create table public.singers (
  id uuid primary key references auth.users(id) on delete cascade,
  name text not null default '',
  voice text check (voice in ('soprano','alto','tenor','bass'))
);
create table public.scores (id uuid primary key default gen_random_uuid(), title text not null, composer text, pdf_path text);
create table public.rehearsals (id uuid primary key default gen_random_uuid(), at timestamptz not null, place text not null);
create table public.absences (
  rehearsal_id uuid not null references public.rehearsals(id) on delete cascade,
  singer_id uuid not null default auth.uid() references public.singers(id) on delete cascade,
  reason text,
  primary key (rehearsal_id, singer_id)
);
create function public.is_conductor() returns boolean language sql stable as $$ select coalesce(auth.jwt() -> 'app_metadata' ->> 'role' = 'conductor', false) $$;
alter table public.singers enable row level security;
alter table public.scores enable row level security;
alter table public.rehearsals enable row level security;
alter table public.absences enable row level security;
create policy "me" on public.singers for select to authenticated using (id = auth.uid() or public.is_conductor());
create policy "change me" on public.singers for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy "scores" on public.scores for select to authenticated using (true);
create policy "conductor keeps scores" on public.scores for all to authenticated using (public.is_conductor()) with check (public.is_conductor());
create policy "rehearsals" on public.rehearsals for select to authenticated using (true);
create policy "conductor plans" on public.rehearsals for all to authenticated using (public.is_conductor()) with check (public.is_conductor());
create policy "my absences" on public.absences for select to authenticated using (singer_id = auth.uid() or public.is_conductor());
create policy "say no" on public.absences for insert to authenticated with check (singer_id = auth.uid());
create policy "change reason" on public.absences for update to authenticated using (singer_id = auth.uid()) with check (singer_id = auth.uid());
create policy "come after all" on public.absences for delete to authenticated using (singer_id = auth.uid());
create function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin insert into public.singers (id, name) values (new.id, coalesce(new.raw_user_meta_data->>'name', '')); return new; end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
