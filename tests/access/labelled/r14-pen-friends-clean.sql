-- One asks, the other accepts; accepted, both read each other's letters box.
-- clean

create table public.pen_friends (
  id uuid primary key default gen_random_uuid(),
  asker_id uuid not null default auth.uid() references auth.users (id),
  asked_id uuid not null references auth.users (id),
  accepted boolean not null default false,
  unique (asker_id, asked_id),
  check (asker_id <> asked_id)
);
create table public.letters (
  id uuid primary key default gen_random_uuid(),
  writer_id uuid not null default auth.uid() references auth.users (id),
  body text not null
);
alter table public.pen_friends enable row level security;
alter table public.letters enable row level security;
revoke update on public.pen_friends from anon, authenticated;
grant update (accepted) on public.pen_friends to authenticated;
create policy "both" on public.pen_friends for select to authenticated using (auth.uid() = asker_id or auth.uid() = asked_id);
create policy "ask" on public.pen_friends for insert to authenticated with check (asker_id = auth.uid() and not accepted);
create policy "accept" on public.pen_friends for update to authenticated using (asked_id = auth.uid()) with check (asked_id = auth.uid());
create policy "end" on public.pen_friends for delete to authenticated using (auth.uid() = asker_id or auth.uid() = asked_id);
create policy "own letters" on public.letters for select to authenticated using (writer_id = auth.uid());
create policy "letters of pen friends" on public.letters for select to authenticated
  using (exists (select 1 from public.pen_friends f where f.accepted
    and ((f.asker_id = auth.uid() and f.asked_id = letters.writer_id) or (f.asked_id = auth.uid() and f.asker_id = letters.writer_id))));
create policy "write" on public.letters for insert to authenticated with check (writer_id = auth.uid());
