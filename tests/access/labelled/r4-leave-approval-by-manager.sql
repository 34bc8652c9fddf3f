-- Leave requests: filed as pending, decided only by the employee's manager through a function; a trigger guards the rest.
-- clean
create type public.request_status as enum ('pending', 'approved', 'rejected', 'cancelled');
create table public.employees (
  id uuid primary key references auth.users(id) on delete cascade,
  full_name text not null,
  manager_id uuid references public.employees(id)
);
create table public.leave_requests (
  id uuid primary key default gen_random_uuid(),
  employee_id uuid not null default auth.uid() references public.employees(id) on delete cascade,
  starts_on date not null,
  ends_on date not null,
  status public.request_status not null default 'pending',
  decided_by uuid references public.employees(id),
  decided_at timestamptz,
  check (ends_on >= starts_on)
);
create or replace function public.is_manager_of(emp uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.employees e where e.id = emp and e.manager_id = (select auth.uid()));
$$;
create or replace function public.decide_leave(p_request uuid, p_approve boolean) returns void
language plpgsql security definer set search_path = '' as $$
declare r public.leave_requests;
begin
  select * into r from public.leave_requests where id = p_request for update;
  if not found or not public.is_manager_of(r.employee_id) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  if r.status <> 'pending' then
    raise exception 'already decided';
  end if;
  update public.leave_requests
     set status = (case when p_approve then 'approved' else 'rejected' end)::public.request_status,
         decided_by = auth.uid(), decided_at = now()
   where id = p_request;
end $$;
alter table public.employees enable row level security;
alter table public.leave_requests enable row level security;
create policy "self or reports" on public.employees for select to authenticated
  using (id = (select auth.uid()) or manager_id = (select auth.uid()));
create policy "own or reports" on public.leave_requests for select to authenticated
  using (employee_id = (select auth.uid()) or public.is_manager_of(employee_id));
create policy "file" on public.leave_requests for insert to authenticated
  with check (employee_id = (select auth.uid()) and status = 'pending' and decided_by is null and decided_at is null);
create policy "withdraw pending" on public.leave_requests for delete to authenticated
  using (employee_id = (select auth.uid()) and status = 'pending');
