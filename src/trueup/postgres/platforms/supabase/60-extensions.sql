-- What every project has installed from its first day.
CREATE EXTENSION "uuid-ossp" SCHEMA extensions;
CREATE EXTENSION pgcrypto SCHEMA extensions;
CREATE EXTENSION pg_stat_statements SCHEMA extensions;
CREATE EXTENSION pgjwt SCHEMA extensions;
CREATE SCHEMA vault;
CREATE EXTENSION supabase_vault SCHEMA vault;
CREATE SCHEMA graphql;
CREATE EXTENSION pg_graphql SCHEMA graphql;
