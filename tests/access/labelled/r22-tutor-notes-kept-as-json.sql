-- Tutors' notes are private; a trigger keeps every change as JSON in a history that all who are signed in read.
-- expect: warning bypass note_history|tutor_notes any
create table public.tutor_notes (
  id uuid primary key default gen_random_uuid(),
  tutor_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  pupil text not null,
  remark text not null
);
create table public.note_history (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  what jsonb not null
);
alter table public.tutor_notes enable row level security;
alter table public.note_history enable row level security;
create policy "own notes" on public.tutor_notes for all to authenticated
  using (tutor_id = (select auth.uid())) with check (tutor_id = (select auth.uid()));
create policy "history" on public.note_history for select to authenticated using (true);
create function public.keep_note() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.note_history (what) values (jsonb_build_object('op', tg_op, 'row', to_jsonb(new)));
  return new;
end $$;
create trigger keep_note after insert or update on public.tutor_notes for each row execute function public.keep_note();
