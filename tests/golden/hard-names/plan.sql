SET check_function_bodies = off;
CREATE SCHEMA "Sch ema";
CREATE TABLE "Sch ema"."order" (
    "select" integer NOT NULL,
    "Ünïcode ""q""" text DEFAULT 'it''s'::text,
    "a.b" integer
);
COMMENT ON COLUMN "Sch ema"."order"."a.b" IS 'x';
CREATE FUNCTION public."F n"("Arg" integer)
    RETURNS integer
    LANGUAGE sql
AS $$select 1$$;
CREATE VIEW public."user" AS
SELECT "select" AS "table"
   FROM "Sch ema"."order";
ALTER TABLE "Sch ema"."order" ADD CONSTRAINT order_pkey PRIMARY KEY ("select");
CREATE INDEX "I x" ON "Sch ema"."order" USING btree ("a.b");
