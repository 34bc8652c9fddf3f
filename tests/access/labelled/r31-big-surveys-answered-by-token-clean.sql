-- clean
-- Surveys answered without an account. Responses and answers have no policy for visitors at all: they are written by definer functions, and what opens a response is its random token, which is shown once and stored as a hash.
create table public.researchers (
  id uuid primary key references auth.users (id) on delete cascade,
  organisation text not null default ''
);
create table public.surveys (
  id uuid primary key default gen_random_uuid(),
  researcher_id uuid not null default auth.uid() references public.researchers (id),
  slug text unique check (slug ~ '^[a-z0-9-]{4,40}$'),
  title text not null,
  state text not null default 'draft' check (state in ('draft', 'running', 'closed'))
);
create table public.questions (
  id uuid primary key default gen_random_uuid(),
  survey_id uuid not null references public.surveys (id),
  position smallint not null check (position between 1 and 100),
  prompt text not null,
  unique (survey_id, position)
);
create table public.responses (
  id uuid primary key default gen_random_uuid(),
  survey_id uuid not null references public.surveys (id),
  token_hash bytea not null unique,
  state text not null default 'open' check (state in ('open', 'sent')),
  contact_email text
);
create table public.response_answers (
  response_id uuid not null references public.responses (id),
  question_id uuid not null references public.questions (id),
  answer text not null check (length(answer) <= 5000),
  primary key (response_id, question_id)
);
create function public.new_researcher() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.researchers (id) values (new.id);
  return new;
end $$;
create trigger new_researcher after insert on auth.users for each row execute function public.new_researcher();
create function public.begin_response(p_survey uuid) returns text language plpgsql security definer set search_path = '' as $$
declare
  v_token text := encode(extensions.gen_random_bytes(24), 'hex');
begin
  if not exists (select 1 from public.surveys s where s.id = p_survey and s.state = 'running') then
    raise exception 'this survey takes no answers';
  end if;
  insert into public.responses (survey_id, token_hash) values (p_survey, sha256(convert_to(v_token, 'UTF8')));
  return v_token;
end $$;
create function public.save_answer(p_token text, p_question uuid, p_answer text) returns void language plpgsql security definer set search_path = '' as $$
declare
  v_response public.responses;
begin
  select r.* into v_response from public.responses r
   where r.token_hash = sha256(convert_to(p_token, 'UTF8')) and r.state = 'open';
  if not found then
    raise exception 'no open response';
  end if;
  if not exists (select 1 from public.questions q where q.id = p_question and q.survey_id = v_response.survey_id) then
    raise exception 'not a question of this survey';
  end if;
  insert into public.response_answers (response_id, question_id, answer) values (v_response.id, p_question, p_answer)
  on conflict (response_id, question_id) do update set answer = excluded.answer;
end $$;
create function public.send_response(p_token text, p_email text default null) returns void language sql security definer set search_path = '' as $$
  update public.responses set state = 'sent', contact_email = p_email
   where token_hash = sha256(convert_to(p_token, 'UTF8')) and state = 'open' $$;
alter table public.researchers enable row level security;
alter table public.surveys enable row level security;
alter table public.questions enable row level security;
alter table public.responses enable row level security;
alter table public.response_answers enable row level security;
create policy self on public.researchers for select to authenticated using (id = auth.uid());
create policy running on public.surveys for select using (state = 'running' and slug is not null);
create policy own on public.surveys for all to authenticated using (researcher_id = auth.uid()) with check (researcher_id = auth.uid());
create policy of_visible on public.questions for select using (exists (select 1 from public.surveys s where s.id = survey_id));
create policy of_own on public.questions for all to authenticated
  using (exists (select 1 from public.surveys s where s.id = survey_id and s.researcher_id = auth.uid()))
  with check (exists (select 1 from public.surveys s where s.id = survey_id and s.researcher_id = auth.uid()));
create policy own_responses on public.responses for select to authenticated using (
  exists (select 1 from public.surveys s where s.id = survey_id and s.researcher_id = auth.uid()));
create policy own_answers on public.response_answers for select to authenticated using (
  exists (select 1 from public.responses r where r.id = response_id));
