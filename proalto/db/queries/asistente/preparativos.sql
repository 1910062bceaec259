-- revision: which migration the tables are at.
SELECT version_num AS revision FROM asistente.alembic_version;

-- roles: those of these roles that exist, and whether one may pass by the privileges.
SELECT rolname::text AS rol, rolsuper OR rolbypassrls OR rolcreaterole AS todo FROM pg_roles
WHERE rolname = ANY (%(roles)s) ORDER BY rolname;

-- ahora: the database's clock.
SELECT clock_timestamp() AS ahora;

-- personas: how many people there are data of, at most.
SELECT count(*) AS personas FROM asistente.contactos;
