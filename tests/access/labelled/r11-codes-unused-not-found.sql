-- An unused code may be taken by whoever knows it, says one policy; but nobody sees an unused code, and an UPDATE that
-- names its code has to see it.
-- expect: error|warning|review dead codes authenticated

create table public.codes (
  id text primary key check (length(id) >= 8),
  creator_id uuid not null references auth.users (id),
  used_by uuid unique references auth.users (id)
);
alter table public.codes enable row level security;
revoke update on public.codes from anon, authenticated;
grant update (used_by) on public.codes to authenticated;
create policy "unused codes can be used by signed-in people" on public.codes for update to authenticated
  using (used_by is null) with check (used_by = auth.uid() and used_by <> creator_id);
create policy "used codes are seen by who used them" on public.codes for select to authenticated using (used_by = auth.uid());
