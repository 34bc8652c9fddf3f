-- Assignees may change the status only, by a guarding trigger that runs as the caller.
-- clean
create table public.tasks (
  id uuid primary key default gen_random_uuid(),
  creator_id uuid not null default auth.uid() references auth.users(id),
  assignee_id uuid references auth.users(id),
  title text not null,
  status text not null default 'todo' check (status in ('todo', 'doing', 'done'))
);
alter table public.tasks enable row level security;
create function public.guard_task() returns trigger language plpgsql set search_path = '' as $$
begin
  if auth.uid() is not null and old.creator_id <> auth.uid()
     and (new.title, new.creator_id, new.assignee_id) is distinct from (old.title, old.creator_id, old.assignee_id) then
    raise exception 'only the status may be changed';
  end if;
  if new.creator_id <> old.creator_id then
    raise exception 'creator is fixed';
  end if;
  return new;
end $$;
create trigger guard_task before update on public.tasks for each row execute function public.guard_task();
create policy r on public.tasks for select to authenticated using (auth.uid() in (creator_id, assignee_id));
create policy i on public.tasks for insert to authenticated with check (creator_id = auth.uid());
create policy u on public.tasks for update to authenticated using (auth.uid() in (creator_id, assignee_id)) with check (auth.uid() in (creator_id, assignee_id));
create policy d on public.tasks for delete to authenticated using (creator_id = auth.uid());
