-- Migration: Add role column to user_profiles
-- Roles: user (default), moderator, admin

ALTER TABLE public.user_profiles
ADD COLUMN IF NOT EXISTS role TEXT DEFAULT 'user'
CHECK (role IN ('user', 'admin', 'moderator'));

CREATE INDEX idx_user_profiles_role ON user_profiles(role);

COMMENT ON COLUMN public.user_profiles.role IS 'User role: user, admin or moderator';

-- Make yourself an admin (replace the name):
-- UPDATE public.user_profiles SET role = 'admin' WHERE username = 'your_username';
