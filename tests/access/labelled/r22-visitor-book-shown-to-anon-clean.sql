-- Visitors' book: a policy for anon alone that asks for the row, and not for the caller, is one that lets somebody in.
-- clean
create table public.remarks (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  shown boolean not null default false,
  body text not null
);
alter table public.remarks enable row level security;
create policy "write a remark" on public.remarks for insert to authenticated with check (author_id = (select auth.uid()));
create policy "shown ones" on public.remarks for select to anon using (shown);
create policy "shown ones and mine" on public.remarks for select to authenticated using (shown or author_id = (select auth.uid()));
create policy "take back" on public.remarks for delete to authenticated using (author_id = (select auth.uid()));
