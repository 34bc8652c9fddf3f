-- People are known by the text of their token's subject; anybody signs for anybody.
-- expect: error forgery signatures authenticated

create table public.petitions (
  id uuid primary key default gen_random_uuid(),
  creator_sub text not null default (auth.jwt() ->> 'sub'),
  title text not null
);
create table public.signatures (
  petition_id uuid not null references public.petitions (id),
  signer_sub text not null default (auth.jwt() ->> 'sub'),
  comment text,
  primary key (petition_id, signer_sub)
);
alter table public.petitions enable row level security;
alter table public.signatures enable row level security;
create policy "petitions are public" on public.petitions for select using (true);
create policy "start one" on public.petitions for insert to authenticated with check (creator_sub = (auth.jwt() ->> 'sub'));
create policy "edit one's own" on public.petitions for update to authenticated
  using (creator_sub = (auth.jwt() ->> 'sub')) with check (creator_sub = (auth.jwt() ->> 'sub'));
create policy "signatures are public" on public.signatures for select using (true);
create policy "sign" on public.signatures for insert to authenticated with check (true);
create policy "withdraw" on public.signatures for delete to authenticated using (signer_sub = (auth.jwt() ->> 'sub'));
create policy "reword" on public.signatures for update to authenticated
  using (signer_sub = (auth.jwt() ->> 'sub')) with check (signer_sub = (auth.jwt() ->> 'sub'));
