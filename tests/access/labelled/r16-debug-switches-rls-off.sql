-- A function from the time of development switches row security off; it is still there, and everybody may call it.
-- expect: error bypass|exposure|escalation|tampering toggle_rls|letters anon|authenticated

create table public.letters (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  body text not null
);
alter table public.letters enable row level security;
create policy "own letters" on public.letters for all to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create function public.toggle_rls(p_on boolean) returns void language plpgsql security definer set search_path = '' as $$
begin
  if p_on then
    alter table public.letters enable row level security;
  else
    alter table public.letters disable row level security;
  end if;
end $$;
