-- UPDATE on cases for anyone on the case, whole row: an associate makes itself the lead.
-- expect: error escalation|tampering cases authenticated
-- also: escalation|tampering|bypass fees|cases
create table public.cases (id uuid primary key default gen_random_uuid(), title text not null, status text not null default 'open', lead_id uuid not null references auth.users(id));
create table public.case_lawyers (case_id uuid references public.cases(id) on delete cascade, lawyer_id uuid references auth.users(id) on delete cascade, primary key (case_id, lawyer_id));
create table public.fees (id uuid primary key default gen_random_uuid(), case_id uuid not null references public.cases(id) on delete cascade, amount numeric(12,2) not null, client_name text not null);
create function public.on_case(c uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.case_lawyers where case_id = c and lawyer_id = auth.uid()) $$;
alter table public.cases enable row level security;
alter table public.case_lawyers enable row level security;
alter table public.fees enable row level security;
create policy r on public.cases for select to authenticated using (lead_id = auth.uid() or public.on_case(id));
create policy u on public.cases for update to authenticated using (lead_id = auth.uid() or public.on_case(id));
create policy r on public.case_lawyers for select to authenticated using (lawyer_id = auth.uid());
create policy r on public.fees for select to authenticated using (exists (select 1 from public.cases c where c.id = case_id and c.lead_id = auth.uid()));
