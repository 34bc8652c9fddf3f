-- Classes are booked through a function that trusts the member it is given.
-- expect: error forgery|bypass|tampering book_class|bookings authenticated
create table public.members (
  id uuid primary key references auth.users(id) on delete cascade,
  full_name text not null,
  credits int not null default 0 check (credits >= 0)
);
create table public.classes (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  starts_at timestamptz not null,
  capacity int not null check (capacity between 1 and 60)
);
create table public.bookings (
  class_id uuid not null references public.classes(id) on delete cascade,
  member_id uuid not null references public.members(id) on delete cascade,
  booked_at timestamptz not null default now(),
  primary key (class_id, member_id)
);
alter table public.members enable row level security;
alter table public.classes enable row level security;
alter table public.bookings enable row level security;
create policy "Members see themselves" on public.members for select to authenticated using ((select auth.uid()) = id);
create policy "Everyone sees classes" on public.classes for select using (true);
create policy "Members see their bookings" on public.bookings for select to authenticated using ((select auth.uid()) = member_id);
create policy "Members cancel" on public.bookings for delete to authenticated using ((select auth.uid()) = member_id);
create or replace function public.book_class(p_class uuid, p_member uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if (select count(*) from public.bookings where class_id = p_class) >= (select capacity from public.classes where id = p_class) then
    raise exception 'class is full';
  end if;
  insert into public.bookings (class_id, member_id) values (p_class, p_member);
end $$;
revoke execute on function public.book_class(uuid, uuid) from anon, public;
grant execute on function public.book_class(uuid, uuid) to authenticated;
