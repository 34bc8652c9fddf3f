-- Own notes by tag, and the tag goes into the text of the query between quotes.
-- expect: error bypass|escalation|exposure notes_by_tag|notes authenticated

create table public.notes (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  tag text not null,
  body text not null
);
alter table public.notes enable row level security;
create policy "own notes" on public.notes for all to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create function public.notes_by_tag(p_tag text) returns setof public.notes
language plpgsql stable security definer set search_path = '' as $$
declare
  q text;
begin
  q := 'select * from public.notes n where n.tag = ''' || p_tag || ''' and n.owner_id = auth.uid()';
  return query execute q;
end $$;
revoke execute on function public.notes_by_tag(text) from anon, public;
grant execute on function public.notes_by_tag(text) to authenticated;
