-- A state machine: most changes of the state raise, by intent, and the owner is held by the policies.
-- clean

create table public.permits (
  id uuid primary key default gen_random_uuid(),
  applicant_id uuid not null default auth.uid() references auth.users (id),
  state text not null default 'draft' check (state in ('draft', 'sent', 'granted', 'refused')),
  plan text not null
);
create function public.permit_step() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'draft' then
      raise exception 'a permit begins as a draft';
    end if;
    return new;
  end if;
  if old.state <> 'draft' and current_user in ('anon', 'authenticated') then
    raise exception 'it was sent already';
  end if;
  if new.state not in (old.state, 'sent') and current_user in ('anon', 'authenticated') then
    raise exception 'from draft it can only be sent';
  end if;
  return new;
end $$;
create trigger permit_step before insert or update on public.permits for each row execute function public.permit_step();
alter table public.permits enable row level security;
create policy "own permits" on public.permits for select to authenticated using (applicant_id = (select auth.uid()));
create policy "draw up" on public.permits for insert to authenticated with check (applicant_id = (select auth.uid()));
create policy "work on" on public.permits for update to authenticated
  using (applicant_id = (select auth.uid())) with check (applicant_id = (select auth.uid()));
create policy "drop a draft" on public.permits for delete to authenticated using (applicant_id = (select auth.uid()) and state = 'draft');
