-- An editor with an activity feed: the policy casts a text column to uuid that holds other things as well.
-- expect: error|warning error activity
create table public.documents (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null references auth.users(id) on delete cascade,
  slug text not null unique,
  title text not null default 'Untitled',
  content jsonb not null default '{}'
);
create table public.activity (
  id bigint generated always as identity primary key,
  actor_id uuid references auth.users(id) on delete set null,
  target text not null,
  verb text not null check (verb in ('created','renamed','deleted','signed_in')),
  at timestamptz not null default now()
);
alter table public.documents enable row level security;
alter table public.activity enable row level security;
create policy "own documents" on public.documents for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "activity on own documents" on public.activity for select to authenticated
  using (exists (select 1 from public.documents d where d.id = target::uuid and d.owner_id = auth.uid()));
create or replace function public.log_document() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.activity (actor_id, target, verb) values (auth.uid(), new.slug, 'created');
  return new;
end $$;
create trigger documents_log after insert on public.documents for each row execute function public.log_document();
