STUB check_primary_key() RETURNS trigger VOLATILE;
STUB check_foreign_key() RETURNS trigger VOLATILE;
