-- Alumni who are not listed are found all the same: the search runs with its owner's rights and returns every column.
-- expect: error bypass search_alumni authenticated
create extension if not exists pg_trgm with schema extensions;
create table public.alumni (
  id uuid primary key references auth.users (id) on delete cascade,
  full_name text not null,
  graduated int not null check (graduated between 1950 and 2030),
  employer text,
  private_email text,
  listed boolean not null default false
);
create table public.mentorships (
  id uuid primary key default gen_random_uuid(),
  mentor_id uuid not null references public.alumni (id) on delete cascade,
  mentee_id uuid not null default auth.uid() references public.alumni (id) on delete cascade,
  accepted boolean not null default false,
  check (mentor_id <> mentee_id)
);
alter table public.alumni enable row level security;
alter table public.mentorships enable row level security;
create policy "listed or me" on public.alumni for select to authenticated using (listed or id = (select auth.uid()));
create policy "enter myself" on public.alumni for insert to authenticated with check (id = (select auth.uid()));
create policy "change myself" on public.alumni for update to authenticated using (id = (select auth.uid())) with check (id = (select auth.uid()));
create policy "both see it" on public.mentorships for select to authenticated using ((select auth.uid()) in (mentor_id, mentee_id));
create policy "ask for a mentor" on public.mentorships for insert to authenticated
  with check (mentee_id = (select auth.uid()) and not accepted);
create policy "mentors accept" on public.mentorships for update to authenticated using (mentor_id = (select auth.uid()));
revoke update on public.mentorships from anon, authenticated;
grant update (accepted) on public.mentorships to authenticated;

create function public.search_alumni(q text) returns setof public.alumni language sql stable security definer set search_path = public, extensions as $$
  select * from alumni where full_name ilike '%' || q || '%' or employer ilike '%' || q || '%' order by full_name
$$;
revoke execute on function public.search_alumni(text) from public, anon;
