-- Language exchange: either side may update the request, so the sender accepts it himself and reads the other's contact data.
-- expect: error|warning escalation|tampering partner_requests
create table public.learners (
  id uuid primary key references auth.users(id) on delete cascade,
  handle text not null unique,
  native_lang text not null default 'en',
  learns text not null default 'es'
);
create table public.contact_details (
  learner_id uuid primary key references public.learners(id) on delete cascade,
  email text,
  whatsapp text
);
create table public.partner_requests (
  id uuid primary key default gen_random_uuid(),
  from_id uuid not null references public.learners(id) on delete cascade,
  to_id uuid not null references public.learners(id) on delete cascade,
  status text not null default 'pending' check (status in ('pending','accepted','declined')),
  note text,
  unique (from_id, to_id),
  check (from_id <> to_id)
);
alter table public.learners enable row level security;
alter table public.contact_details enable row level security;
alter table public.partner_requests enable row level security;
create policy learners_read on public.learners for select to authenticated using (true);
create policy learners_update on public.learners for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy contact_own on public.contact_details for all to authenticated using (learner_id = auth.uid()) with check (learner_id = auth.uid());
create policy contact_partners on public.contact_details for select to authenticated using (exists (
  select 1 from public.partner_requests r where r.status = 'accepted'
   and ((r.from_id = auth.uid() and r.to_id = learner_id) or (r.to_id = auth.uid() and r.from_id = learner_id))));
create policy requests_read on public.partner_requests for select to authenticated using (auth.uid() in (from_id, to_id));
create policy requests_send on public.partner_requests for insert to authenticated with check (from_id = auth.uid() and status = 'pending');
create policy requests_answer on public.partner_requests for update to authenticated
  using (auth.uid() in (from_id, to_id)) with check (auth.uid() in (from_id, to_id));
create function public.new_learner() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.learners (id, handle) values (new.id, 'learner-' || left(new.id::text, 13));
  return new;
end $$;
create trigger on_signup after insert on auth.users for each row execute function public.new_learner();
