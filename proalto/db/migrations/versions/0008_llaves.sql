-- Data keys, wrapped by `DATA_KEYS`: one for what is kept of a contact while they want it, one for what the law orders
-- to keep of them, one of the house, one for keyed hashes. A destroyed key leaves its place taken: none comes after it.
-- No reference to `contactos`: a key is made by a connection of its own, before its contact is committed.
CREATE TABLE asistente.llaves_de_datos (
    clase text NOT NULL CHECK (clase IN ('casa', 'contacto', 'custodia', 'huellas')),
    dueno bigint NOT NULL,
    envuelta bytea,
    creada_en timestamptz NOT NULL DEFAULT now(),
    destruida_en timestamptz,
    PRIMARY KEY (clase, dueno),
    CHECK ((envuelta IS NULL) = (destruida_en IS NOT NULL))
);
