ALTER TABLE public.big ADD CONSTRAINT trueup_x_is_not_null CHECK (x IS NOT NULL) NOT VALID;
ALTER TABLE public.big VALIDATE CONSTRAINT trueup_x_is_not_null;
ALTER TABLE public.big ADD CONSTRAINT named NOT NULL x;
ALTER TABLE public.big DROP CONSTRAINT trueup_x_is_not_null;
