-- Delegates may "accept", that is update, their row: with it they point it at any other mailbox, for ever.
-- expect: error escalation|tampering mailbox_delegates|mails authenticated
-- also: escalation|bypass|tampering|forgery mailbox_delegates|mails|mailboxes
create table public.mailboxes (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users(id), address text not null unique);
create table public.mailbox_delegates (
  mailbox_id uuid not null references public.mailboxes(id) on delete cascade,
  delegate_id uuid not null references auth.users(id) on delete cascade,
  accepted_at timestamptz,
  expires_at timestamptz not null default now() + interval '7 days',
  primary key (mailbox_id, delegate_id)
);
create table public.mails (id uuid primary key default gen_random_uuid(), mailbox_id uuid not null references public.mailboxes(id) on delete cascade, subject text not null, body text);
create function public.is_mailbox_owner(p uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.mailboxes where id = p and owner_id = auth.uid()) $$;
create function public.is_mailbox_delegate(p uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.mailbox_delegates where mailbox_id = p and delegate_id = auth.uid() and accepted_at is not null and expires_at > now()) $$;
alter table public.mailboxes enable row level security;
alter table public.mailbox_delegates enable row level security;
alter table public.mails enable row level security;
create policy own on public.mailboxes for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy r on public.mailbox_delegates for select to authenticated using (delegate_id = auth.uid() or public.is_mailbox_owner(mailbox_id));
create policy i on public.mailbox_delegates for insert to authenticated with check (public.is_mailbox_owner(mailbox_id));
create policy accept on public.mailbox_delegates for update to authenticated using (delegate_id = auth.uid()) with check (delegate_id = auth.uid());
create policy d on public.mailbox_delegates for delete to authenticated using (delegate_id = auth.uid() or public.is_mailbox_owner(mailbox_id));
create policy r on public.mails for select to authenticated using (public.is_mailbox_owner(mailbox_id) or public.is_mailbox_delegate(mailbox_id));
