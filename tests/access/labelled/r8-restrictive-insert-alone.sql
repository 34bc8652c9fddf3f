-- expect: error|warning|review exposure|dead|escalation votes
create table public.votes (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users(id), poll text not null, unique (user_id, poll));
alter table public.votes enable row level security;
create policy noanon on public.votes as restrictive for insert to authenticated with check ((auth.jwt()->>'is_anonymous')::boolean is false);
create policy r on public.votes for select to authenticated using (user_id = auth.uid());
