-- Admins are told by the claim role = 'admin', which the API never has: the queue can be seen by nobody. The verdict function asks nothing at all.
-- expect: warning|review|error dead|error submissions authenticated
-- expect: error tampering|bypass|escalation set_verdict|submissions authenticated|anon
-- also: tampering|bypass|escalation|dead set_verdict|submissions
create table public.submissions (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  title text not null,
  verdict text not null default 'queued' check (verdict in ('queued', 'accepted', 'refused')),
  reviewer_note text
);
alter table public.submissions enable row level security;
create policy own on public.submissions for select to authenticated using (author_id = auth.uid());
create policy submit on public.submissions for insert to authenticated with check (author_id = auth.uid() and verdict = 'queued');
create policy "admins do everything" on public.submissions for delete to authenticated using ((auth.jwt() ->> 'role') = 'admin');
create or replace function public.set_verdict(p_id uuid, p_verdict text, p_note text default null) returns setof public.submissions
language sql security definer set search_path = public as $$
  update submissions set verdict = p_verdict, reviewer_note = p_note where id = p_id returning *;
$$;
