-- The updated_at trigger on a table without that column: every UPDATE fails.
-- expect: error error notes|set_updated_at authenticated
create table public.notes (id uuid primary key default gen_random_uuid(), user_id uuid not null default auth.uid() references auth.users(id), body text not null);
create function public.set_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at = now();
  return new;
end $$;
create trigger set_updated_at before update on public.notes for each row execute function public.set_updated_at();
alter table public.notes enable row level security;
create policy own on public.notes for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
