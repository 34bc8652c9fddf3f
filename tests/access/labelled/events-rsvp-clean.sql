-- Public events, private events by guest list, RSVP by the guest; the organiser manages.
-- clean
create table events (
  id uuid primary key default gen_random_uuid(),
  organiser uuid not null default auth.uid() references auth.users,
  title text not null,
  visibility text not null default 'private' check (visibility in ('public', 'private')),
  starts_at timestamptz not null,
  ends_at timestamptz,
  check (ends_at is null or ends_at > starts_at)
);
create table guests (
  event_id uuid references events on delete cascade,
  user_id uuid references auth.users on delete cascade,
  rsvp text not null default 'pending' check (rsvp in ('pending', 'yes', 'no')),
  primary key (event_id, user_id)
);
create function organises(e uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.events where id = e and organiser = auth.uid()) $$;
create function invited(e uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.guests where event_id = e and user_id = auth.uid()) $$;
alter table events enable row level security;
alter table guests enable row level security;
create policy "see" on events for select using (visibility = 'public' or organiser = auth.uid() or invited(id));
create policy "create" on events for insert to authenticated with check (organiser = auth.uid());
create policy "edit" on events for update to authenticated using (organiser = auth.uid()) with check (organiser = auth.uid());
create policy "cancel" on events for delete to authenticated using (organiser = auth.uid());
create policy "see guests" on guests for select to authenticated using (user_id = auth.uid() or organises(event_id));
create policy "invite" on guests for insert to authenticated with check (organises(event_id) and rsvp = 'pending');
create policy "uninvite" on guests for delete to authenticated using (organises(event_id) or user_id = auth.uid());
create policy "answer" on guests for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid() and invited(event_id));
