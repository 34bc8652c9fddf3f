-- Signatures default to the caller but nothing checks it; the number of signatures is kept by a trigger that runs as who
-- signs, and so never moves for a petition of somebody else. Who started one sets the number, which a new one may not have.
-- expect: error forgery signatures authenticated
-- expect: error|warning dead bump_signatures|petitions|signatures authenticated
-- expect: warning|review|error tampering petitions authenticated
create table public.petitions (
  id uuid primary key default gen_random_uuid(),
  starter_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  title text not null,
  demand text not null,
  signature_count int not null default 0
);
create table public.signatures (
  petition_id uuid not null references public.petitions (id) on delete cascade,
  signer_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  postcode text check (postcode ~ '^[0-9]{4,5}$'),
  primary key (petition_id, signer_id)
);
alter table public.petitions enable row level security;
alter table public.signatures enable row level security;
create policy "Petitions are public" on public.petitions for select using (true);
create policy "Start a petition" on public.petitions for insert to authenticated with check (starter_id = auth.uid() and signature_count = 0);
create policy "Edit own petition" on public.petitions for update to authenticated using (starter_id = auth.uid());
create policy "Sign" on public.signatures for insert to authenticated with check (petition_id is not null);
create policy "My signatures" on public.signatures for select to authenticated using (signer_id = auth.uid());
create policy "Withdraw" on public.signatures for delete to authenticated using (signer_id = auth.uid());

create function public.bump_signatures() returns trigger language plpgsql as $$
begin
  update public.petitions set signature_count = signature_count + 1 where id = new.petition_id;
  return new;
end $$;
create trigger bump_signatures after insert on public.signatures for each row execute function public.bump_signatures();
