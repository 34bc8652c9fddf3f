-- The four seasons are put in by the schema itself, with keys drawn by chance, and there can be no fifth: what is told of them has to name a row that every copy has.
-- expect: error|warning tampering seasons
create table public.seasons (
  id uuid primary key default gen_random_uuid(),
  season text not null unique check (season in ('spring', 'summer', 'autumn', 'winter')),
  title text not null,
  active boolean not null default true
);
insert into public.seasons (season, title) values ('spring', 'Sow'), ('summer', 'Water'), ('autumn', 'Reap'), ('winter', 'Rest');
alter table public.seasons enable row level security;
create policy "seasons are public" on public.seasons for select using (active);
create policy "the service manages" on public.seasons for all using (true) with check (true);
