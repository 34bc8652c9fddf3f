-- Invitations need no membership: only that the writer names himself as the one who invites. Who writes one for himself
-- accepts it and is in.
-- expect: error escalation workspace_invitations|workspace_users|accept_invitation authenticated
-- also: escalation|bypass|tampering|forgery|exposure campaigns|workspace_invitations|workspace_users|accept_invitation|workspaces
CREATE TYPE public.seat AS ENUM ('owner', 'editor', 'guest');
CREATE TABLE public.workspaces (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  name TEXT NOT NULL
);
CREATE TABLE public.workspace_users (
  workspace_id UUID NOT NULL REFERENCES public.workspaces ON DELETE CASCADE,
  user_id UUID NOT NULL REFERENCES auth.users ON DELETE CASCADE,
  seat public.seat NOT NULL DEFAULT 'guest',
  PRIMARY KEY (workspace_id, user_id)
);
CREATE TABLE public.workspace_invitations (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id UUID NOT NULL REFERENCES public.workspaces ON DELETE CASCADE,
  invitee_id UUID NOT NULL REFERENCES auth.users ON DELETE CASCADE,
  seat public.seat NOT NULL DEFAULT 'guest',
  invited_by UUID NOT NULL REFERENCES auth.users ON DELETE CASCADE
);
CREATE TABLE public.campaigns (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id UUID NOT NULL REFERENCES public.workspaces ON DELETE CASCADE,
  title TEXT NOT NULL,
  budget NUMERIC(10,2) CHECK (budget >= 0)
);
ALTER TABLE public.workspaces ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.workspace_users ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.workspace_invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.campaigns ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION public.seat_in(ws UUID) RETURNS public.seat LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT seat FROM public.workspace_users WHERE workspace_id = ws AND user_id = (SELECT auth.uid()) $$;

CREATE POLICY "seats see the workspace" ON public.workspaces FOR SELECT TO authenticated USING (public.seat_in(id) IS NOT NULL);
CREATE POLICY "seats see seats" ON public.workspace_users FOR SELECT TO authenticated USING (public.seat_in(workspace_id) IS NOT NULL);
CREATE POLICY "owners remove seats" ON public.workspace_users FOR DELETE TO authenticated USING (public.seat_in(workspace_id) = 'owner');
CREATE POLICY "sent and received" ON public.workspace_invitations FOR SELECT TO authenticated
  USING ((SELECT auth.uid()) IN (invitee_id, invited_by));
CREATE POLICY "invite" ON public.workspace_invitations FOR INSERT TO authenticated WITH CHECK (invited_by = (SELECT auth.uid()));
CREATE POLICY "withdraw or decline" ON public.workspace_invitations FOR DELETE TO authenticated
  USING ((SELECT auth.uid()) IN (invitee_id, invited_by));
CREATE POLICY "read campaigns" ON public.campaigns FOR SELECT TO authenticated USING (public.seat_in(workspace_id) IS NOT NULL);
CREATE POLICY "write campaigns" ON public.campaigns FOR ALL TO authenticated
  USING (public.seat_in(workspace_id) IN ('owner', 'editor')) WITH CHECK (public.seat_in(workspace_id) IN ('owner', 'editor'));

CREATE FUNCTION public.accept_invitation(invitation UUID) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE inv public.workspace_invitations;
BEGIN
  DELETE FROM public.workspace_invitations i WHERE i.id = invitation AND i.invitee_id = (SELECT auth.uid()) RETURNING * INTO inv;
  IF inv.id IS NULL THEN RAISE EXCEPTION 'no such invitation'; END IF;
  INSERT INTO public.workspace_users (workspace_id, user_id, seat) VALUES (inv.workspace_id, inv.invitee_id, inv.seat)
  ON CONFLICT DO NOTHING;
END $$;
