-- Templates that come with the product belong to 'system', and the policy casts the owner to a uuid: as soon as there is
-- one, nobody lists templates any more.
-- expect: error error templates authenticated
-- also: error templates|documents
create table public.templates (
  id uuid primary key default gen_random_uuid(),
  owner_ref text not null default 'system',
  title text not null,
  content jsonb not null default '{}'::jsonb
);
create table public.documents (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  template_id uuid references public.templates (id) on delete set null,
  title text not null,
  filled jsonb not null default '{}'::jsonb
);
alter table public.templates enable row level security;
alter table public.documents enable row level security;
create policy "own templates" on public.templates for select to authenticated using (owner_ref::uuid = auth.uid());
create policy "add templates" on public.templates for insert to authenticated with check (owner_ref = auth.uid()::text);
create policy "own documents" on public.documents for all to authenticated using (user_id = auth.uid());
