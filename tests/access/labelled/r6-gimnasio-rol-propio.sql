-- Cada usuario puede insertar su propia fila en gym_user_roles, con el rol que quiera.
-- expect: error escalation gym_user_roles authenticated
-- also: tampering|forgery|escalation gym_pagos|gym_socios
CREATE TYPE public.app_role AS ENUM ('admin', 'entrenador', 'socio');
CREATE TABLE public.gym_user_roles (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id UUID REFERENCES auth.users(id) ON DELETE CASCADE NOT NULL,
  role app_role NOT NULL,
  UNIQUE (user_id, role)
);
ALTER TABLE public.gym_user_roles ENABLE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION public.has_role(_user_id UUID, _role app_role)
RETURNS BOOLEAN LANGUAGE SQL STABLE SECURITY DEFINER SET search_path = public
AS $$
  SELECT EXISTS (SELECT 1 FROM public.gym_user_roles WHERE user_id = _user_id AND role = _role)
$$;

CREATE TABLE public.gym_socios (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id UUID UNIQUE REFERENCES auth.users(id) ON DELETE CASCADE,
  nombre TEXT NOT NULL,
  telefono TEXT,
  fecha_alta DATE NOT NULL DEFAULT CURRENT_DATE
);
CREATE TABLE public.gym_pagos (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  socio_id UUID NOT NULL REFERENCES public.gym_socios(id) ON DELETE CASCADE,
  importe NUMERIC(8,2) NOT NULL CHECK (importe > 0),
  mes DATE NOT NULL,
  UNIQUE (socio_id, mes)
);
CREATE TABLE public.gym_clases (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  titulo TEXT NOT NULL,
  plazas INT NOT NULL DEFAULT 20
);
ALTER TABLE public.gym_socios ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gym_pagos ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gym_clases ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Ver roles propios" ON public.gym_user_roles FOR SELECT TO authenticated USING (auth.uid() = user_id OR has_role(auth.uid(), 'admin'));
CREATE POLICY "Registrar rol al crear la cuenta" ON public.gym_user_roles FOR INSERT TO authenticated WITH CHECK (auth.uid() = user_id);
CREATE POLICY "Admins gestionan roles" ON public.gym_user_roles FOR DELETE TO authenticated USING (has_role(auth.uid(), 'admin'));
CREATE POLICY "Socio ve su ficha" ON public.gym_socios FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE POLICY "Admins gestionan socios" ON public.gym_socios FOR ALL TO authenticated
  USING (has_role(auth.uid(), 'admin')) WITH CHECK (has_role(auth.uid(), 'admin'));
CREATE POLICY "Socio ve sus pagos" ON public.gym_pagos FOR SELECT TO authenticated
  USING (EXISTS (SELECT 1 FROM public.gym_socios s WHERE s.id = socio_id AND s.user_id = auth.uid()));
CREATE POLICY "Admins gestionan pagos" ON public.gym_pagos FOR ALL TO authenticated
  USING (has_role(auth.uid(), 'admin')) WITH CHECK (has_role(auth.uid(), 'admin'));
CREATE POLICY "Clases visibles" ON public.gym_clases FOR SELECT USING (true);
CREATE POLICY "Entrenadores gestionan clases" ON public.gym_clases FOR ALL TO authenticated
  USING (has_role(auth.uid(), 'entrenador')) WITH CHECK (has_role(auth.uid(), 'entrenador'));
