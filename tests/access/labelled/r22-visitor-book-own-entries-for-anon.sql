-- Visitors' book: one's own private remarks are to be read by whoever wrote them, but the policy is for anon, which has no id.
-- expect: warning dead remarks any
create table public.remarks (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  page int not null,
  body text not null
);
alter table public.remarks enable row level security;
create policy "write a remark" on public.remarks for insert to authenticated with check (author_id = (select auth.uid()));
create policy "my remarks" on public.remarks for select to anon using (author_id = (select auth.uid()));
create policy "take back" on public.remarks for delete to authenticated using (author_id = (select auth.uid()));
create policy "see what to take back" on public.remarks for select to authenticated using (author_id = (select auth.uid()) and page > 0);
