-- In the database under test only: every change of state, and every row that disappears, in the order it happened.
CREATE SCHEMA caos;
CREATE TABLE caos.transiciones (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tabla text NOT NULL,
    clave text NOT NULL,
    antes text,      -- none: the row was born
    despues text,    -- none: the row was deleted
    cuando timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- As its owner: the product's roles know nothing of this schema, and may do nothing in it.
CREATE FUNCTION caos.anotar() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = caos, pg_temp AS $$
DECLARE
    columna_clave text := TG_ARGV[0];
    columna_estado text := TG_ARGV[1];
    antes text := CASE WHEN TG_OP <> 'INSERT' THEN coalesce(to_jsonb(OLD) ->> columna_estado, '-') END;
    despues text := CASE WHEN TG_OP <> 'DELETE' THEN coalesce(to_jsonb(NEW) ->> columna_estado, '-') END;
    de_quien jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
BEGIN
    INSERT INTO caos.transiciones (tabla, clave, antes, despues)
    VALUES (TG_TABLE_NAME, de_quien ->> columna_clave, antes, despues);
    RETURN NULL;
END
$$;
