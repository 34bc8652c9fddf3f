-- The policy of flags reads a table in a schema that signed-in users have no right in. Feedback can be corrected by its
-- author, or so the policy says: the grant was taken back.
-- expect: error error flags authenticated
-- expect: error|warning dead feedback authenticated
create schema internal;
create table internal.testers (user_id uuid primary key, since date not null default current_date);
create table public.flags (
  key text primary key,
  description text,
  enabled boolean not null default false,
  testers_only boolean not null default true
);
create table public.feedback (
  id bigint generated always as identity primary key,
  user_id uuid not null default auth.uid() references auth.users on delete cascade,
  flag text not null references public.flags on delete cascade,
  stars int not null check (stars between 1 and 5),
  comment text
);
alter table public.flags enable row level security;
alter table public.feedback enable row level security;
create policy "testers see what is tested" on public.flags for select to authenticated
  using (enabled and (not testers_only or auth.uid() in (select t.user_id from internal.testers t)));
create policy "write feedback" on public.feedback for insert to authenticated with check (user_id = auth.uid());
create policy "read own feedback" on public.feedback for select to authenticated using (user_id = auth.uid());
create policy "correct own feedback" on public.feedback for update to authenticated using (user_id = auth.uid());
revoke update, delete on public.feedback from anon, authenticated;
