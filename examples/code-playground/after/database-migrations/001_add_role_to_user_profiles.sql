-- Migration: roles, and what a role must not be able to open
-- Run this first. It can be run twice.

-- ---------------------------------------------------------------------
-- Roles: user (default), moderator, admin
-- ---------------------------------------------------------------------

ALTER TABLE public.user_profiles
ADD COLUMN IF NOT EXISTS role TEXT DEFAULT 'user'
CHECK (role IN ('user', 'admin', 'moderator'));

CREATE INDEX IF NOT EXISTS idx_user_profiles_role ON public.user_profiles(role);

COMMENT ON COLUMN public.user_profiles.role IS 'user, admin or moderator; written by the service only';

-- ---------------------------------------------------------------------
-- Privileges: nothing, and then what the app needs
-- The owner's UPDATE policy knows rows, not columns: without this everybody could make
-- themselves admin. Nor does row-level security hold back TRUNCATE.
-- ---------------------------------------------------------------------

REVOKE ALL ON
    public.user_profiles, public.projects, public.project_likes, public.project_views, public.comments,
    public.project_reports, public.project_saves, public.user_follows, public.user_activity,
    public.notifications, public.project_commits, public.project_branches, public.terminal_sessions,
    public.project_build_configs, public.project_details, public.trending_projects, public.activity_feed
    FROM PUBLIC, anon, authenticated;

GRANT SELECT ON
    public.user_profiles, public.projects, public.project_likes, public.comments, public.user_follows,
    public.project_commits, public.project_branches, public.project_details, public.trending_projects
    TO anon, authenticated;

GRANT SELECT ON
    public.project_views, public.project_reports, public.project_saves, public.user_activity,
    public.notifications, public.terminal_sessions, public.project_build_configs, public.activity_feed
    TO authenticated;

GRANT INSERT (id, username, display_name, bio, avatar_url, website_url, github_username),
      UPDATE (username, display_name, bio, avatar_url, website_url, github_username)
    ON public.user_profiles TO authenticated;

GRANT INSERT (id, user_id, title, description, language, code, tags, thumbnail_url, is_public, forked_from),
      UPDATE (title, description, language, code, tags, thumbnail_url, is_public),
      DELETE
    ON public.projects TO authenticated;

GRANT INSERT (project_id, user_id), DELETE ON public.project_likes TO authenticated;
GRANT INSERT (project_id, viewer_id) ON public.project_views TO authenticated;
GRANT INSERT (project_id, user_id, parent_id, content), UPDATE (content), DELETE ON public.comments TO authenticated;
GRANT INSERT (project_id, reporter_id, reason, details) ON public.project_reports TO authenticated;
GRANT INSERT (project_id, user_id, code, save_type), DELETE ON public.project_saves TO authenticated;
GRANT INSERT (follower_id, following_id), DELETE ON public.user_follows TO authenticated;
GRANT UPDATE (is_read), DELETE ON public.notifications TO authenticated;
GRANT INSERT (project_id, user_id, parent_commit_id, message, files) ON public.project_commits TO authenticated;

GRANT INSERT (project_id, name, head_commit_id, is_default),
      UPDATE (name, head_commit_id, is_default),
      DELETE
    ON public.project_branches TO authenticated;

GRANT INSERT (project_id, user_id, session_data, cwd),
      UPDATE (session_data, cwd, last_active_at),
      DELETE
    ON public.terminal_sessions TO authenticated;

GRANT INSERT (project_id, build_command, output_dir, env_vars, node_version),
      UPDATE (build_command, output_dir, env_vars, node_version),
      DELETE
    ON public.project_build_configs TO authenticated;

-- ---------------------------------------------------------------------
-- Policies: what a row may become, and only on projects that its writer can see
-- ---------------------------------------------------------------------

ALTER POLICY "Users can insert their own profile"
    ON public.user_profiles
    WITH CHECK ((SELECT auth.uid()) = id);

ALTER POLICY "Users can update their own profile"
    ON public.user_profiles
    USING ((SELECT auth.uid()) = id)
    WITH CHECK ((SELECT auth.uid()) = id);

ALTER POLICY "Public projects are viewable by everyone"
    ON public.projects
    USING (is_public = true OR (SELECT auth.uid()) = user_id);

ALTER POLICY "Users can create their own projects"
    ON public.projects
    WITH CHECK ((SELECT auth.uid()) = user_id);

ALTER POLICY "Users can update their own projects"
    ON public.projects
    USING ((SELECT auth.uid()) = user_id)
    WITH CHECK ((SELECT auth.uid()) = user_id);

ALTER POLICY "Users can delete their own projects"
    ON public.projects
    USING ((SELECT auth.uid()) = user_id);

ALTER POLICY "Likes are viewable with their project"
    ON public.project_likes
    USING (EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_likes.project_id
        AND (projects.is_public = true OR projects.user_id = (SELECT auth.uid()))
    ));

ALTER POLICY "Users can like projects"
    ON public.project_likes
    WITH CHECK ((SELECT auth.uid()) = user_id AND EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_likes.project_id
        AND (projects.is_public = true OR projects.user_id = (SELECT auth.uid()))
    ));

ALTER POLICY "Users can remove their own likes"
    ON public.project_likes
    USING ((SELECT auth.uid()) = user_id);

ALTER POLICY "Owners can see who viewed their projects"
    ON public.project_views
    USING (EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_views.project_id
        AND projects.user_id = (SELECT auth.uid())
    ));

ALTER POLICY "Users can record their own views"
    ON public.project_views
    WITH CHECK ((SELECT auth.uid()) = viewer_id AND EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_views.project_id
        AND (projects.is_public = true OR projects.user_id = (SELECT auth.uid()))
    ));

ALTER POLICY "Comments are viewable with their project"
    ON public.comments
    USING (EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = comments.project_id
        AND (projects.is_public = true OR projects.user_id = (SELECT auth.uid()))
    ));

ALTER POLICY "Users can post comments"
    ON public.comments
    WITH CHECK ((SELECT auth.uid()) = user_id AND EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = comments.project_id
        AND (projects.is_public = true OR projects.user_id = (SELECT auth.uid()))
    ));

ALTER POLICY "Users can edit their own comments"
    ON public.comments
    USING ((SELECT auth.uid()) = user_id)
    WITH CHECK ((SELECT auth.uid()) = user_id);

ALTER POLICY "Users can delete their own comments"
    ON public.comments
    USING ((SELECT auth.uid()) = user_id);

ALTER POLICY "Users can view their own reports"
    ON public.project_reports
    USING ((SELECT auth.uid()) = reporter_id);

ALTER POLICY "Users can report projects"
    ON public.project_reports
    WITH CHECK ((SELECT auth.uid()) = reporter_id AND EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_reports.project_id
        AND (projects.is_public = true OR projects.user_id = (SELECT auth.uid()))
    ));

ALTER POLICY "Users can view their own saves"
    ON public.project_saves
    USING ((SELECT auth.uid()) = user_id);

ALTER POLICY "Users can create their own saves"
    ON public.project_saves
    WITH CHECK ((SELECT auth.uid()) = user_id AND EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_saves.project_id
        AND projects.user_id = (SELECT auth.uid())
    ));

ALTER POLICY "Users can delete their own saves"
    ON public.project_saves
    USING ((SELECT auth.uid()) = user_id);

ALTER POLICY "Users can follow others"
    ON public.user_follows
    WITH CHECK ((SELECT auth.uid()) = follower_id);

ALTER POLICY "Users can unfollow"
    ON public.user_follows
    USING ((SELECT auth.uid()) = follower_id);

ALTER POLICY "Users can view their own activity"
    ON public.user_activity
    USING ((SELECT auth.uid()) = user_id);

ALTER POLICY "Users can view their own notifications"
    ON public.notifications
    USING ((SELECT auth.uid()) = user_id);

ALTER POLICY "Users can mark their own notifications"
    ON public.notifications
    USING ((SELECT auth.uid()) = user_id)
    WITH CHECK ((SELECT auth.uid()) = user_id);

ALTER POLICY "Users can delete their own notifications"
    ON public.notifications
    USING ((SELECT auth.uid()) = user_id);

ALTER POLICY "Commits are viewable with their project"
    ON public.project_commits
    USING (EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_commits.project_id
        AND (projects.is_public = true OR projects.user_id = (SELECT auth.uid()))
    ));

ALTER POLICY "Owners can commit to their projects"
    ON public.project_commits
    WITH CHECK ((SELECT auth.uid()) = user_id AND EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_commits.project_id
        AND projects.user_id = (SELECT auth.uid())
    ));

ALTER POLICY "Branches are viewable with their project"
    ON public.project_branches
    USING (EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_branches.project_id
        AND (projects.is_public = true OR projects.user_id = (SELECT auth.uid()))
    ));

ALTER POLICY "Owners can manage branches of their projects"
    ON public.project_branches
    USING (EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_branches.project_id
        AND projects.user_id = (SELECT auth.uid())
    ))
    WITH CHECK (EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_branches.project_id
        AND projects.user_id = (SELECT auth.uid())
    ));

ALTER POLICY "Users can manage their own terminal sessions"
    ON public.terminal_sessions
    USING ((SELECT auth.uid()) = user_id AND EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = terminal_sessions.project_id
        AND (projects.is_public = true OR projects.user_id = (SELECT auth.uid()))
    ))
    WITH CHECK ((SELECT auth.uid()) = user_id AND EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = terminal_sessions.project_id
        AND (projects.is_public = true OR projects.user_id = (SELECT auth.uid()))
    ));

ALTER POLICY "Owners can manage build configs of their projects"
    ON public.project_build_configs
    USING (EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_build_configs.project_id
        AND projects.user_id = (SELECT auth.uid())
    ))
    WITH CHECK (EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_build_configs.project_id
        AND projects.user_id = (SELECT auth.uid())
    ));

-- ---------------------------------------------------------------------
-- Views show their reader no more than the tables below them do
-- ---------------------------------------------------------------------

ALTER VIEW public.project_details SET (security_invoker = true);
ALTER VIEW public.trending_projects SET (security_invoker = true);
ALTER VIEW public.activity_feed SET (security_invoker = true);

-- ---------------------------------------------------------------------
-- Trigger functions: a pinned search_path, and nobody calls them by hand
-- ---------------------------------------------------------------------

ALTER FUNCTION public.handle_new_user() SET search_path = '';
ALTER FUNCTION public.update_updated_at_column() SET search_path = '';
ALTER FUNCTION public.handle_project_like() SET search_path = '';
ALTER FUNCTION public.handle_project_view() SET search_path = '';
ALTER FUNCTION public.handle_comment() SET search_path = '';
ALTER FUNCTION public.handle_user_follow() SET search_path = '';
ALTER FUNCTION public.handle_new_project() SET search_path = '';

REVOKE EXECUTE ON FUNCTION
    public.handle_new_user(), public.update_updated_at_column(), public.handle_project_like(),
    public.handle_project_view(), public.handle_comment(), public.handle_user_follow(),
    public.handle_new_project()
    FROM PUBLIC, anon, authenticated;

-- Make somebody an admin, from the SQL editor (replace the name):
-- UPDATE public.user_profiles SET role = 'admin' WHERE username = 'your_username';
