-- Code Playground: database schema, as it is after the migrations 001, 003 and 002
-- It can be run again: on what it made it changes nothing
-- Paste into the Supabase SQL editor of a new project.

-- ---------------------------------------------------------------------
-- Tables
-- ---------------------------------------------------------------------

-- Extended user profiles (one row per auth.users row)
CREATE TABLE IF NOT EXISTS public.user_profiles (
    id UUID REFERENCES auth.users(id) ON DELETE CASCADE PRIMARY KEY,
    username TEXT NOT NULL UNIQUE CHECK (char_length(username) BETWEEN 3 AND 30),
    display_name TEXT,
    bio TEXT CHECK (char_length(bio) <= 500),
    avatar_url TEXT,
    website_url TEXT,
    github_username TEXT,
    followers_count INTEGER NOT NULL DEFAULT 0,
    following_count INTEGER NOT NULL DEFAULT 0,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT timezone('utc'::text, now()) NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT timezone('utc'::text, now()) NOT NULL,
    role TEXT DEFAULT 'user' CHECK (role IN ('user', 'admin', 'moderator'))
);

COMMENT ON COLUMN public.user_profiles.role IS 'user, admin or moderator; written by the service only';

-- User-generated content
CREATE TABLE IF NOT EXISTS public.projects (
    id UUID DEFAULT gen_random_uuid() PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES public.user_profiles(id) ON DELETE CASCADE,
    title TEXT NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
    description TEXT,
    language TEXT NOT NULL DEFAULT 'javascript',
    code JSONB NOT NULL DEFAULT '{}'::jsonb,
    tags TEXT[] NOT NULL DEFAULT '{}',
    thumbnail_url TEXT,
    is_public BOOLEAN NOT NULL DEFAULT true,
    forked_from UUID REFERENCES public.projects(id) ON DELETE SET NULL,
    likes_count INTEGER NOT NULL DEFAULT 0,
    views_count INTEGER NOT NULL DEFAULT 0,
    comments_count INTEGER NOT NULL DEFAULT 0,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT timezone('utc'::text, now()) NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT timezone('utc'::text, now()) NOT NULL,
    access_token_hash TEXT UNIQUE CHECK (access_token_hash ~ '^[0-9a-f]{64}$'),
    access_token_created_at TIMESTAMP WITH TIME ZONE
);

COMMENT ON COLUMN public.projects.access_token_hash IS 'SHA-256 of the token that opens this project; the token itself is kept nowhere';

-- Like tracking
CREATE TABLE IF NOT EXISTS public.project_likes (
    id UUID DEFAULT gen_random_uuid() PRIMARY KEY,
    project_id UUID NOT NULL REFERENCES public.projects(id) ON DELETE CASCADE,
    user_id UUID NOT NULL REFERENCES public.user_profiles(id) ON DELETE CASCADE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT timezone('utc'::text, now()) NOT NULL,
    UNIQUE (project_id, user_id)
);

-- View analytics
CREATE TABLE IF NOT EXISTS public.project_views (
    id UUID DEFAULT gen_random_uuid() PRIMARY KEY,
    project_id UUID NOT NULL REFERENCES public.projects(id) ON DELETE CASCADE,
    viewer_id UUID NOT NULL REFERENCES public.user_profiles(id) ON DELETE CASCADE,
    viewed_on DATE NOT NULL DEFAULT (timezone('utc'::text, now()))::date,
    UNIQUE (project_id, viewer_id, viewed_on)
);

-- Comment system
CREATE TABLE IF NOT EXISTS public.comments (
    id UUID DEFAULT gen_random_uuid() PRIMARY KEY,
    project_id UUID NOT NULL REFERENCES public.projects(id) ON DELETE CASCADE,
    user_id UUID NOT NULL REFERENCES public.user_profiles(id) ON DELETE CASCADE,
    parent_id UUID REFERENCES public.comments(id) ON DELETE CASCADE,
    content TEXT NOT NULL CHECK (char_length(content) BETWEEN 1 AND 2000),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT timezone('utc'::text, now()) NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT timezone('utc'::text, now()) NOT NULL
);

-- Moderation system
CREATE TABLE IF NOT EXISTS public.project_reports (
    id UUID DEFAULT gen_random_uuid() PRIMARY KEY,
    project_id UUID NOT NULL REFERENCES public.projects(id) ON DELETE CASCADE,
    reporter_id UUID NOT NULL REFERENCES public.user_profiles(id) ON DELETE CASCADE,
    reason TEXT NOT NULL CHECK (reason IN ('spam', 'inappropriate', 'copyright', 'malicious', 'other')),
    details TEXT,
    status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'reviewed', 'resolved', 'dismissed')),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT timezone('utc'::text, now()) NOT NULL,
    UNIQUE (project_id, reporter_id)
);

-- Save history
CREATE TABLE IF NOT EXISTS public.project_saves (
    id UUID DEFAULT gen_random_uuid() PRIMARY KEY,
    project_id UUID NOT NULL REFERENCES public.projects(id) ON DELETE CASCADE,
    user_id UUID NOT NULL REFERENCES public.user_profiles(id) ON DELETE CASCADE,
    code JSONB NOT NULL,
    save_type TEXT NOT NULL DEFAULT 'manual' CHECK (save_type IN ('manual', 'auto')),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT timezone('utc'::text, now()) NOT NULL
);

-- Social features
CREATE TABLE IF NOT EXISTS public.user_follows (
    follower_id UUID NOT NULL REFERENCES public.user_profiles(id) ON DELETE CASCADE,
    following_id UUID NOT NULL REFERENCES public.user_profiles(id) ON DELETE CASCADE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT timezone('utc'::text, now()) NOT NULL,
    PRIMARY KEY (follower_id, following_id),
    CONSTRAINT no_self_follow CHECK (follower_id <> following_id)
);

-- Activity tracking
CREATE TABLE IF NOT EXISTS public.user_activity (
    id UUID DEFAULT gen_random_uuid() PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES public.user_profiles(id) ON DELETE CASCADE,
    activity_type TEXT NOT NULL CHECK (activity_type IN ('project_created', 'project_liked', 'comment_posted', 'user_followed')),
    project_id UUID REFERENCES public.projects(id) ON DELETE CASCADE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT timezone('utc'::text, now()) NOT NULL
);

-- Notification system
CREATE TABLE IF NOT EXISTS public.notifications (
    id UUID DEFAULT gen_random_uuid() PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES public.user_profiles(id) ON DELETE CASCADE,
    actor_id UUID REFERENCES public.user_profiles(id) ON DELETE CASCADE,
    type TEXT NOT NULL CHECK (type IN ('like', 'comment', 'follow')),
    project_id UUID REFERENCES public.projects(id) ON DELETE CASCADE,
    is_read BOOLEAN NOT NULL DEFAULT false,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT timezone('utc'::text, now()) NOT NULL
);

-- Version control: commits
CREATE TABLE IF NOT EXISTS public.project_commits (
    id UUID DEFAULT gen_random_uuid() PRIMARY KEY,
    project_id UUID NOT NULL REFERENCES public.projects(id) ON DELETE CASCADE,
    user_id UUID NOT NULL REFERENCES public.user_profiles(id) ON DELETE CASCADE,
    parent_commit_id UUID REFERENCES public.project_commits(id) ON DELETE SET NULL,
    message TEXT NOT NULL,
    files JSONB NOT NULL DEFAULT '{}'::jsonb,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT timezone('utc'::text, now()) NOT NULL
);

-- Version control: branches
CREATE TABLE IF NOT EXISTS public.project_branches (
    id UUID DEFAULT gen_random_uuid() PRIMARY KEY,
    project_id UUID NOT NULL REFERENCES public.projects(id) ON DELETE CASCADE,
    name TEXT NOT NULL DEFAULT 'main',
    head_commit_id UUID REFERENCES public.project_commits(id) ON DELETE SET NULL,
    is_default BOOLEAN NOT NULL DEFAULT false,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT timezone('utc'::text, now()) NOT NULL,
    UNIQUE (project_id, name)
);

-- Terminal session persistence
CREATE TABLE IF NOT EXISTS public.terminal_sessions (
    id UUID DEFAULT gen_random_uuid() PRIMARY KEY,
    project_id UUID NOT NULL REFERENCES public.projects(id) ON DELETE CASCADE,
    user_id UUID NOT NULL REFERENCES public.user_profiles(id) ON DELETE CASCADE,
    session_data JSONB NOT NULL DEFAULT '{}'::jsonb,
    cwd TEXT NOT NULL DEFAULT '/',
    last_active_at TIMESTAMP WITH TIME ZONE DEFAULT timezone('utc'::text, now()) NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT timezone('utc'::text, now()) NOT NULL
);

-- Build configuration
CREATE TABLE IF NOT EXISTS public.project_build_configs (
    project_id UUID PRIMARY KEY REFERENCES public.projects(id) ON DELETE CASCADE,
    build_command TEXT NOT NULL DEFAULT 'npm run build',
    output_dir TEXT NOT NULL DEFAULT 'dist',
    env_vars JSONB NOT NULL DEFAULT '{}'::jsonb,
    node_version TEXT NOT NULL DEFAULT '20',
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT timezone('utc'::text, now()) NOT NULL
);

-- AI usage tracking, for billing
CREATE TABLE IF NOT EXISTS public.ai_usage (
    id UUID DEFAULT gen_random_uuid() PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES auth.users(id) ON DELETE CASCADE,
    model TEXT NOT NULL,
    tokens_used INTEGER NOT NULL DEFAULT 0,
    cost_usd DECIMAL(10, 6) NOT NULL DEFAULT 0,
    markup_usd DECIMAL(10, 6) NOT NULL DEFAULT 0,
    total_usd DECIMAL(10, 6) NOT NULL DEFAULT 0,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT timezone('utc'::text, now()) NOT NULL
);

-- ---------------------------------------------------------------------
-- Indexes
-- ---------------------------------------------------------------------

CREATE INDEX IF NOT EXISTS idx_user_profiles_role ON public.user_profiles(role);
CREATE INDEX IF NOT EXISTS projects_user_id_idx ON public.projects(user_id);
CREATE INDEX IF NOT EXISTS projects_forked_from_idx ON public.projects(forked_from);
CREATE INDEX IF NOT EXISTS projects_public_created_idx ON public.projects(created_at DESC) WHERE is_public;
CREATE INDEX IF NOT EXISTS projects_tags_idx ON public.projects USING gin(tags);
CREATE INDEX IF NOT EXISTS project_likes_user_id_idx ON public.project_likes(user_id);
CREATE INDEX IF NOT EXISTS project_views_viewer_id_idx ON public.project_views(viewer_id);
CREATE INDEX IF NOT EXISTS comments_project_id_idx ON public.comments(project_id, created_at);
CREATE INDEX IF NOT EXISTS comments_user_id_idx ON public.comments(user_id);
CREATE INDEX IF NOT EXISTS comments_parent_id_idx ON public.comments(parent_id);
CREATE INDEX IF NOT EXISTS user_follows_following_id_idx ON public.user_follows(following_id);
CREATE INDEX IF NOT EXISTS user_activity_user_id_idx ON public.user_activity(user_id, created_at DESC);
CREATE INDEX IF NOT EXISTS user_activity_project_id_idx ON public.user_activity(project_id);
CREATE INDEX IF NOT EXISTS notifications_user_id_idx ON public.notifications(user_id, is_read);
CREATE INDEX IF NOT EXISTS notifications_actor_id_idx ON public.notifications(actor_id);
CREATE INDEX IF NOT EXISTS notifications_project_id_idx ON public.notifications(project_id);
CREATE INDEX IF NOT EXISTS project_reports_reporter_id_idx ON public.project_reports(reporter_id);
CREATE INDEX IF NOT EXISTS project_reports_open_idx ON public.project_reports(created_at) WHERE status = 'pending';
CREATE INDEX IF NOT EXISTS project_saves_project_id_idx ON public.project_saves(project_id, created_at DESC);
CREATE INDEX IF NOT EXISTS project_saves_user_id_idx ON public.project_saves(user_id);
CREATE INDEX IF NOT EXISTS project_commits_project_id_idx ON public.project_commits(project_id, created_at DESC);
CREATE INDEX IF NOT EXISTS project_commits_user_id_idx ON public.project_commits(user_id);
CREATE INDEX IF NOT EXISTS project_commits_parent_idx ON public.project_commits(parent_commit_id);
CREATE INDEX IF NOT EXISTS project_branches_head_idx ON public.project_branches(head_commit_id);
CREATE UNIQUE INDEX IF NOT EXISTS project_branches_one_default_idx ON public.project_branches(project_id) WHERE is_default;
CREATE INDEX IF NOT EXISTS terminal_sessions_project_id_idx ON public.terminal_sessions(project_id);
CREATE INDEX IF NOT EXISTS terminal_sessions_user_id_idx ON public.terminal_sessions(user_id, last_active_at DESC);
CREATE INDEX IF NOT EXISTS ai_usage_user_id_idx ON public.ai_usage(user_id);
CREATE INDEX IF NOT EXISTS ai_usage_created_at_idx ON public.ai_usage(created_at DESC);
CREATE INDEX IF NOT EXISTS ai_usage_user_created_idx ON public.ai_usage(user_id, created_at DESC);

-- ---------------------------------------------------------------------
-- Row Level Security
-- ---------------------------------------------------------------------

ALTER TABLE public.user_profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.project_likes ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.project_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.comments ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.project_reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.project_saves ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.user_follows ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.user_activity ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notifications ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.project_commits ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.project_branches ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.terminal_sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.project_build_configs ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.ai_usage ENABLE ROW LEVEL SECURITY;

-- user_profiles
DROP POLICY IF EXISTS "Public profiles are viewable by everyone" ON public.user_profiles;
CREATE POLICY "Public profiles are viewable by everyone"
    ON public.user_profiles FOR SELECT
    USING (true);

DROP POLICY IF EXISTS "Users can insert their own profile" ON public.user_profiles;
CREATE POLICY "Users can insert their own profile"
    ON public.user_profiles FOR INSERT
    WITH CHECK ((SELECT auth.uid()) = id);

DROP POLICY IF EXISTS "Users can update their own profile" ON public.user_profiles;
CREATE POLICY "Users can update their own profile"
    ON public.user_profiles FOR UPDATE
    USING ((SELECT auth.uid()) = id)
    WITH CHECK ((SELECT auth.uid()) = id);

-- projects
DROP POLICY IF EXISTS "Public projects are viewable by everyone" ON public.projects;
CREATE POLICY "Public projects are viewable by everyone"
    ON public.projects FOR SELECT
    USING (is_public = true OR (SELECT auth.uid()) = user_id);

DROP POLICY IF EXISTS "Users can create their own projects" ON public.projects;
CREATE POLICY "Users can create their own projects"
    ON public.projects FOR INSERT
    WITH CHECK ((SELECT auth.uid()) = user_id);

DROP POLICY IF EXISTS "Users can update their own projects" ON public.projects;
CREATE POLICY "Users can update their own projects"
    ON public.projects FOR UPDATE
    USING ((SELECT auth.uid()) = user_id)
    WITH CHECK ((SELECT auth.uid()) = user_id);

DROP POLICY IF EXISTS "Users can delete their own projects" ON public.projects;
CREATE POLICY "Users can delete their own projects"
    ON public.projects FOR DELETE
    USING ((SELECT auth.uid()) = user_id);

-- project_likes
DROP POLICY IF EXISTS "Likes are viewable with their project" ON public.project_likes;
CREATE POLICY "Likes are viewable with their project"
    ON public.project_likes FOR SELECT
    USING (EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_likes.project_id
        AND (projects.is_public = true OR projects.user_id = (SELECT auth.uid()))
    ));

DROP POLICY IF EXISTS "Users can like projects" ON public.project_likes;
CREATE POLICY "Users can like projects"
    ON public.project_likes FOR INSERT
    WITH CHECK ((SELECT auth.uid()) = user_id AND EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_likes.project_id
        AND (projects.is_public = true OR projects.user_id = (SELECT auth.uid()))
    ));

DROP POLICY IF EXISTS "Users can remove their own likes" ON public.project_likes;
CREATE POLICY "Users can remove their own likes"
    ON public.project_likes FOR DELETE
    USING ((SELECT auth.uid()) = user_id);

-- project_views
DROP POLICY IF EXISTS "Owners can see who viewed their projects" ON public.project_views;
CREATE POLICY "Owners can see who viewed their projects"
    ON public.project_views FOR SELECT
    USING (EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_views.project_id
        AND projects.user_id = (SELECT auth.uid())
    ));

DROP POLICY IF EXISTS "Users can record their own views" ON public.project_views;
CREATE POLICY "Users can record their own views"
    ON public.project_views FOR INSERT
    WITH CHECK ((SELECT auth.uid()) = viewer_id AND EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_views.project_id
        AND (projects.is_public = true OR projects.user_id = (SELECT auth.uid()))
    ));

-- comments
DROP POLICY IF EXISTS "Comments are viewable with their project" ON public.comments;
CREATE POLICY "Comments are viewable with their project"
    ON public.comments FOR SELECT
    USING (EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = comments.project_id
        AND (projects.is_public = true OR projects.user_id = (SELECT auth.uid()))
    ));

DROP POLICY IF EXISTS "Users can post comments" ON public.comments;
CREATE POLICY "Users can post comments"
    ON public.comments FOR INSERT
    WITH CHECK ((SELECT auth.uid()) = user_id AND EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = comments.project_id
        AND (projects.is_public = true OR projects.user_id = (SELECT auth.uid()))
    ));

DROP POLICY IF EXISTS "Users can edit their own comments" ON public.comments;
CREATE POLICY "Users can edit their own comments"
    ON public.comments FOR UPDATE
    USING ((SELECT auth.uid()) = user_id)
    WITH CHECK ((SELECT auth.uid()) = user_id);

DROP POLICY IF EXISTS "Users can delete their own comments" ON public.comments;
CREATE POLICY "Users can delete their own comments"
    ON public.comments FOR DELETE
    USING ((SELECT auth.uid()) = user_id);

-- project_reports
DROP POLICY IF EXISTS "Users can view their own reports" ON public.project_reports;
CREATE POLICY "Users can view their own reports"
    ON public.project_reports FOR SELECT
    USING ((SELECT auth.uid()) = reporter_id);

DROP POLICY IF EXISTS "Users can report projects" ON public.project_reports;
CREATE POLICY "Users can report projects"
    ON public.project_reports FOR INSERT
    WITH CHECK ((SELECT auth.uid()) = reporter_id AND EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_reports.project_id
        AND (projects.is_public = true OR projects.user_id = (SELECT auth.uid()))
    ));

-- project_saves
DROP POLICY IF EXISTS "Users can view their own saves" ON public.project_saves;
CREATE POLICY "Users can view their own saves"
    ON public.project_saves FOR SELECT
    USING ((SELECT auth.uid()) = user_id);

DROP POLICY IF EXISTS "Users can create their own saves" ON public.project_saves;
CREATE POLICY "Users can create their own saves"
    ON public.project_saves FOR INSERT
    WITH CHECK ((SELECT auth.uid()) = user_id AND EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_saves.project_id
        AND projects.user_id = (SELECT auth.uid())
    ));

DROP POLICY IF EXISTS "Users can delete their own saves" ON public.project_saves;
CREATE POLICY "Users can delete their own saves"
    ON public.project_saves FOR DELETE
    USING ((SELECT auth.uid()) = user_id);

-- user_follows
DROP POLICY IF EXISTS "Follows are viewable by everyone" ON public.user_follows;
CREATE POLICY "Follows are viewable by everyone"
    ON public.user_follows FOR SELECT
    USING (true);

DROP POLICY IF EXISTS "Users can follow others" ON public.user_follows;
CREATE POLICY "Users can follow others"
    ON public.user_follows FOR INSERT
    WITH CHECK ((SELECT auth.uid()) = follower_id);

DROP POLICY IF EXISTS "Users can unfollow" ON public.user_follows;
CREATE POLICY "Users can unfollow"
    ON public.user_follows FOR DELETE
    USING ((SELECT auth.uid()) = follower_id);

-- user_activity (written by triggers only)
DROP POLICY IF EXISTS "Users can view their own activity" ON public.user_activity;
CREATE POLICY "Users can view their own activity"
    ON public.user_activity FOR SELECT
    USING ((SELECT auth.uid()) = user_id);

-- notifications (written by triggers only)
DROP POLICY IF EXISTS "Users can view their own notifications" ON public.notifications;
CREATE POLICY "Users can view their own notifications"
    ON public.notifications FOR SELECT
    USING ((SELECT auth.uid()) = user_id);

DROP POLICY IF EXISTS "Users can mark their own notifications" ON public.notifications;
CREATE POLICY "Users can mark their own notifications"
    ON public.notifications FOR UPDATE
    USING ((SELECT auth.uid()) = user_id)
    WITH CHECK ((SELECT auth.uid()) = user_id);

DROP POLICY IF EXISTS "Users can delete their own notifications" ON public.notifications;
CREATE POLICY "Users can delete their own notifications"
    ON public.notifications FOR DELETE
    USING ((SELECT auth.uid()) = user_id);

-- project_commits
DROP POLICY IF EXISTS "Commits are viewable with their project" ON public.project_commits;
CREATE POLICY "Commits are viewable with their project"
    ON public.project_commits FOR SELECT
    USING (EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_commits.project_id
        AND (projects.is_public = true OR projects.user_id = (SELECT auth.uid()))
    ));

DROP POLICY IF EXISTS "Owners can commit to their projects" ON public.project_commits;
CREATE POLICY "Owners can commit to their projects"
    ON public.project_commits FOR INSERT
    WITH CHECK ((SELECT auth.uid()) = user_id AND EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_commits.project_id
        AND projects.user_id = (SELECT auth.uid())
    ));

-- project_branches
DROP POLICY IF EXISTS "Branches are viewable with their project" ON public.project_branches;
CREATE POLICY "Branches are viewable with their project"
    ON public.project_branches FOR SELECT
    USING (EXISTS (
        SELECT 1 FROM public.projects
        WHERE projects.id = project_branches.project_id
        AND (projects.is_public = true OR projects.user_id = (SELECT auth.uid()))
    ));

DROP POLICY IF EXISTS "Owners can manage branches of their projects" ON public.project_branches;
CREATE POLICY "Owners can manage branches of their projects"
    ON public.project_branches FOR ALL
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

-- terminal_sessions
DROP POLICY IF EXISTS "Users can manage their own terminal sessions" ON public.terminal_sessions;
CREATE POLICY "Users can manage their own terminal sessions"
    ON public.terminal_sessions FOR ALL
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

-- project_build_configs
DROP POLICY IF EXISTS "Owners can manage build configs of their projects" ON public.project_build_configs;
CREATE POLICY "Owners can manage build configs of their projects"
    ON public.project_build_configs FOR ALL
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

-- ai_usage (written by the service only, which row-level security does not bind)
DROP POLICY IF EXISTS "Users can view their own usage" ON public.ai_usage;
CREATE POLICY "Users can view their own usage"
    ON public.ai_usage
    FOR SELECT
    USING ((SELECT auth.uid()) = user_id);

DROP POLICY IF EXISTS "Admins can view all usage" ON public.ai_usage;
CREATE POLICY "Admins can view all usage"
    ON public.ai_usage
    FOR SELECT
    USING (
        EXISTS (
            SELECT 1 FROM public.user_profiles
            WHERE user_profiles.id = (SELECT auth.uid())
            AND user_profiles.role = 'admin'
        )
    );

-- ---------------------------------------------------------------------
-- Views
-- ---------------------------------------------------------------------

-- With security_invoker a view shows its reader no more than the tables below it do.

-- A project with its author, for the project page
CREATE OR REPLACE VIEW public.project_details WITH (security_invoker = true) AS
SELECT p.id, p.title, p.description, p.language, p.code, p.tags, p.thumbnail_url, p.is_public,
       p.likes_count, p.views_count, p.comments_count, p.created_at, p.updated_at,
       p.user_id, u.username, u.display_name, u.avatar_url
FROM public.projects p
JOIN public.user_profiles u ON u.id = p.user_id;

-- The front page
CREATE OR REPLACE VIEW public.trending_projects WITH (security_invoker = true) AS
SELECT p.id, p.title, p.language, p.thumbnail_url, p.user_id, p.likes_count, p.views_count,
       (p.likes_count * 3 + p.comments_count * 2 + p.views_count) AS score
FROM public.projects p
WHERE p.is_public = true
ORDER BY (p.likes_count * 3 + p.comments_count * 2 + p.views_count) DESC
LIMIT 100;

-- What people have been doing, for the feed
CREATE OR REPLACE VIEW public.activity_feed WITH (security_invoker = true) AS
SELECT a.id, a.user_id, u.username, u.avatar_url, a.activity_type, a.project_id, p.title AS project_title, a.created_at
FROM public.user_activity a
JOIN public.user_profiles u ON u.id = a.user_id
LEFT JOIN public.projects p ON p.id = a.project_id;

-- ---------------------------------------------------------------------
-- Functions and triggers
-- ---------------------------------------------------------------------

-- A profile for everyone who signs up
CREATE OR REPLACE FUNCTION public.handle_new_user()
RETURNS TRIGGER AS $$
BEGIN
    INSERT INTO public.user_profiles (id, username, display_name, avatar_url)
    VALUES (
        NEW.id,
        'user_' || substr(replace(NEW.id::text, '-', ''), 1, 24),
        NEW.raw_user_meta_data->>'full_name',
        NEW.raw_user_meta_data->>'avatar_url'
    );
    RETURN NEW;
END;
$$ LANGUAGE plpgsql SECURITY DEFINER SET search_path = '';

CREATE OR REPLACE TRIGGER on_auth_user_created
    AFTER INSERT ON auth.users
    FOR EACH ROW EXECUTE FUNCTION public.handle_new_user();

-- updated_at
CREATE OR REPLACE FUNCTION public.update_updated_at_column()
RETURNS TRIGGER AS $$
BEGIN
    NEW.updated_at = timezone('utc'::text, now());
    RETURN NEW;
END;
$$ LANGUAGE plpgsql SET search_path = '';

CREATE OR REPLACE TRIGGER update_user_profiles_updated_at
    BEFORE UPDATE ON public.user_profiles
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

CREATE OR REPLACE TRIGGER update_projects_updated_at
    BEFORE UPDATE ON public.projects
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

CREATE OR REPLACE TRIGGER update_comments_updated_at
    BEFORE UPDATE ON public.comments
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

CREATE OR REPLACE TRIGGER update_project_build_configs_updated_at
    BEFORE UPDATE ON public.project_build_configs
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

-- Likes: counter, notification, activity
CREATE OR REPLACE FUNCTION public.handle_project_like()
RETURNS TRIGGER AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE public.projects SET likes_count = GREATEST(likes_count - 1, 0) WHERE id = OLD.project_id;
        RETURN OLD;
    END IF;
    UPDATE public.projects SET likes_count = likes_count + 1 WHERE id = NEW.project_id;
    INSERT INTO public.notifications (user_id, actor_id, type, project_id)
    SELECT p.user_id, NEW.user_id, 'like', p.id FROM public.projects p
    WHERE p.id = NEW.project_id AND p.user_id <> NEW.user_id;
    INSERT INTO public.user_activity (user_id, activity_type, project_id)
    VALUES (NEW.user_id, 'project_liked', NEW.project_id);
    RETURN NEW;
END;
$$ LANGUAGE plpgsql SECURITY DEFINER SET search_path = '';

CREATE OR REPLACE TRIGGER on_project_like
    AFTER INSERT OR DELETE ON public.project_likes
    FOR EACH ROW EXECUTE FUNCTION public.handle_project_like();

-- Views: counter
CREATE OR REPLACE FUNCTION public.handle_project_view()
RETURNS TRIGGER AS $$
BEGIN
    UPDATE public.projects SET views_count = views_count + 1 WHERE id = NEW.project_id;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql SECURITY DEFINER SET search_path = '';

CREATE OR REPLACE TRIGGER on_project_view
    AFTER INSERT ON public.project_views
    FOR EACH ROW EXECUTE FUNCTION public.handle_project_view();

-- Comments: counter, notification, activity
CREATE OR REPLACE FUNCTION public.handle_comment()
RETURNS TRIGGER AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE public.projects SET comments_count = GREATEST(comments_count - 1, 0) WHERE id = OLD.project_id;
        RETURN OLD;
    END IF;
    UPDATE public.projects SET comments_count = comments_count + 1 WHERE id = NEW.project_id;
    INSERT INTO public.notifications (user_id, actor_id, type, project_id)
    SELECT p.user_id, NEW.user_id, 'comment', p.id FROM public.projects p
    WHERE p.id = NEW.project_id AND p.user_id <> NEW.user_id;
    INSERT INTO public.user_activity (user_id, activity_type, project_id)
    VALUES (NEW.user_id, 'comment_posted', NEW.project_id);
    RETURN NEW;
END;
$$ LANGUAGE plpgsql SECURITY DEFINER SET search_path = '';

CREATE OR REPLACE TRIGGER on_comment
    AFTER INSERT OR DELETE ON public.comments
    FOR EACH ROW EXECUTE FUNCTION public.handle_comment();

-- Follows: counters, notification
CREATE OR REPLACE FUNCTION public.handle_user_follow()
RETURNS TRIGGER AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE public.user_profiles SET following_count = GREATEST(following_count - 1, 0) WHERE id = OLD.follower_id;
        UPDATE public.user_profiles SET followers_count = GREATEST(followers_count - 1, 0) WHERE id = OLD.following_id;
        RETURN OLD;
    END IF;
    UPDATE public.user_profiles SET following_count = following_count + 1 WHERE id = NEW.follower_id;
    UPDATE public.user_profiles SET followers_count = followers_count + 1 WHERE id = NEW.following_id;
    INSERT INTO public.notifications (user_id, actor_id, type)
    VALUES (NEW.following_id, NEW.follower_id, 'follow');
    INSERT INTO public.user_activity (user_id, activity_type)
    VALUES (NEW.follower_id, 'user_followed');
    RETURN NEW;
END;
$$ LANGUAGE plpgsql SECURITY DEFINER SET search_path = '';

CREATE OR REPLACE TRIGGER on_user_follow
    AFTER INSERT OR DELETE ON public.user_follows
    FOR EACH ROW EXECUTE FUNCTION public.handle_user_follow();

-- New projects: activity
CREATE OR REPLACE FUNCTION public.handle_new_project()
RETURNS TRIGGER AS $$
BEGIN
    INSERT INTO public.user_activity (user_id, activity_type, project_id)
    VALUES (NEW.user_id, 'project_created', NEW.id);
    RETURN NEW;
END;
$$ LANGUAGE plpgsql SECURITY DEFINER SET search_path = '';

CREATE OR REPLACE TRIGGER on_project_created
    AFTER INSERT ON public.projects
    FOR EACH ROW EXECUTE FUNCTION public.handle_new_project();

-- ---------------------------------------------------------------------
-- Access tokens for private projects
-- ---------------------------------------------------------------------

-- The hash of the token that came with this request, or NULL
CREATE OR REPLACE FUNCTION public.request_project_token_hash()
RETURNS TEXT AS $$
    SELECT encode(sha256(convert_to(
        NULLIF(NULLIF(current_setting('request.headers', true), '')::json->>'x-project-token', ''),
        'UTF8')), 'hex');
$$ LANGUAGE sql STABLE SET search_path = '';

DROP POLICY IF EXISTS "A project token opens its project" ON public.projects;
CREATE POLICY "A project token opens its project"
    ON public.projects FOR SELECT
    USING (access_token_hash = (SELECT public.request_project_token_hash()));

-- Both functions below run as their owner, because nobody may write the token's columns by hand; each asks
-- whose project it is.

-- Makes a new token for a project of the caller; the old one opens nothing from then on
CREATE OR REPLACE FUNCTION public.generate_project_access_token(project_uuid UUID)
RETURNS TEXT AS $$
DECLARE
    new_token TEXT := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
BEGIN
    UPDATE public.projects
    SET access_token_hash = encode(sha256(convert_to(new_token, 'UTF8')), 'hex'),
        access_token_created_at = now()
    WHERE id = project_uuid AND user_id = auth.uid();

    IF NOT FOUND THEN
        RAISE EXCEPTION 'Project not found or not yours';
    END IF;

    RETURN new_token;
END;
$$ LANGUAGE plpgsql SECURITY DEFINER SET search_path = '';

-- Takes the token away
CREATE OR REPLACE FUNCTION public.revoke_project_access_token(project_uuid UUID)
RETURNS VOID AS $$
BEGIN
    UPDATE public.projects
    SET access_token_hash = NULL, access_token_created_at = NULL
    WHERE id = project_uuid AND user_id = auth.uid();

    IF NOT FOUND THEN
        RAISE EXCEPTION 'Project not found or not yours';
    END IF;
END;
$$ LANGUAGE plpgsql SECURITY DEFINER SET search_path = '';

-- ---------------------------------------------------------------------
-- Privileges
-- The platform grants everything on a new table to everyone; row-level security does not
-- hold back TRUNCATE, and does not know columns. So: nothing, and then what the app needs.
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

REVOKE ALL ON public.ai_usage FROM PUBLIC, anon, authenticated;
GRANT SELECT ON public.ai_usage TO authenticated;

REVOKE EXECUTE ON FUNCTION
    public.generate_project_access_token(UUID), public.revoke_project_access_token(UUID)
    FROM PUBLIC, anon;
GRANT EXECUTE ON FUNCTION
    public.generate_project_access_token(UUID), public.revoke_project_access_token(UUID)
    TO authenticated;

REVOKE EXECUTE ON FUNCTION
    public.handle_new_user(), public.update_updated_at_column(), public.handle_project_like(),
    public.handle_project_view(), public.handle_comment(), public.handle_user_follow(),
    public.handle_new_project()
    FROM PUBLIC, anon, authenticated;
