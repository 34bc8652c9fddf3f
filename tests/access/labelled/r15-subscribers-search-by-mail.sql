-- The support's look-up gives whoever asks the row of an address, once it looks like one.
-- expect: error|warning|review bypass subscriber_by_mail|subscribers authenticated

create table public.subscribers (
  id uuid primary key references auth.users (id),
  email text not null unique,
  phone text,
  plan text not null default 'basic' check (plan in ('basic', 'gold'))
);
alter table public.subscribers enable row level security;
create policy "self" on public.subscribers for select to authenticated using (id = (select auth.uid()));
create function public.subscriber_by_mail(p_mail text) returns public.subscribers
language plpgsql stable security definer set search_path = '' as $$
declare
  found_one public.subscribers;
begin
  if auth.uid() is null or p_mail is null or p_mail !~ '^[^@ ]+@[^@ ]+$' then
    raise exception 'that is no address';
  end if;
  select * into found_one from public.subscribers s where lower(s.email) = lower(p_mail);
  return found_one;
end $$;
