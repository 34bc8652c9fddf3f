-- platform: postgres
-- Staff sign in as themselves; a table that only personnel writes says who heads what.
-- clean

create role r14_staff;
create role r14_personnel;
create role r14_ada login in role r14_staff;
create role r14_bob login in role r14_staff;
create table staff (
  login name primary key,
  department text not null,
  is_head boolean not null default false
);
create table reviews (
  id int primary key,
  about name not null references staff (login),
  department text not null,
  text text not null
);
create function heads(d text) returns boolean language sql stable security definer set search_path = pg_catalog as
  $$ select exists (select 1 from public.staff s where s.login = session_user and s.department = d and s.is_head) $$;
alter table staff enable row level security;
alter table reviews enable row level security;
create policy everyone_listed on staff for select to r14_staff using (true);
create policy personnel_staff on staff for all to r14_personnel using (true) with check (true);
create policy own_reviews on reviews for select to r14_staff using (about = session_user);
create policy heads_reviews on reviews for select to r14_staff using (heads(department));
create policy personnel_reviews on reviews for all to r14_personnel using (true) with check (true);
grant select on staff, reviews to r14_staff;
grant select, insert, update, delete on staff, reviews to r14_personnel;
