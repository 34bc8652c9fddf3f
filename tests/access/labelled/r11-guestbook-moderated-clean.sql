-- Anyone, signed in or not, writes; nothing is shown before it was approved, and the address never is.
-- clean

create table public.guestbook (
  id bigint generated always as identity primary key,
  body text not null check (char_length(body) between 1 and 500),
  contact_email text check (contact_email like '%@%'),
  approved boolean not null default false,
  written_at timestamptz not null default now()
);
alter table public.guestbook enable row level security;
revoke all on public.guestbook from anon, authenticated;
grant select (id, body, written_at) on public.guestbook to anon, authenticated;
grant insert (body, contact_email) on public.guestbook to anon, authenticated;
create policy "approved entries" on public.guestbook for select using (approved);
create policy "write" on public.guestbook for insert with check (not approved);
