"""What the database says about privileges: the same reading serves to apply the matrix and to check it."""

from __future__ import annotations

from collections import defaultdict

from psycopg2.extensions import cursor as Cursor

Objeto = tuple[str, str]  # (kind, name), as in the matrix
PUBLICO = "PUBLIC"
# The sequence of an identity column is part of its table: nobody needs a privilege of its own for it.
OBJETOS = """
    SELECT CASE relkind WHEN 'S' THEN 'secuencia' ELSE 'tabla' END, relname, relrowsecurity FROM pg_class AS c
    WHERE relnamespace = 'asistente'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
      AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'i')
    UNION ALL SELECT DISTINCT 'funcion', proname, false FROM pg_proc WHERE pronamespace = 'asistente'::regnamespace
"""
CONCEDIDOS = """
    SELECT tipo, nombre, coalesce(rolname, 'PUBLIC'), privilege_type FROM (
        SELECT CASE relkind WHEN 'S' THEN 'secuencia' ELSE CASE relnamespace WHEN 'asistente'::regnamespace
                   THEN 'tabla' ELSE 'nucleo' END END AS tipo, relname AS nombre, relacl AS lista
        FROM pg_class WHERE relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('asistente', 'nucleo'))
        UNION ALL SELECT 'funcion', proname, coalesce(proacl, acldefault('f', proowner))
        FROM pg_proc WHERE pronamespace = 'asistente'::regnamespace
        UNION ALL SELECT 'esquema', nspname, nspacl FROM pg_namespace WHERE nspname IN ('asistente', 'nucleo')
        UNION ALL SELECT 'columna', attname, attacl FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relnamespace = 'asistente'::regnamespace AND attacl IS NOT NULL
    ) AS objetos, aclexplode(lista) LEFT JOIN pg_roles ON pg_roles.oid = grantee
    WHERE grantee = 0 OR rolname = ANY(%s)
"""
POLITICAS = """
    SELECT tablename, policyname, roles::text[], coalesce(obj_description(p.oid, 'pg_policy'), '')
    FROM pg_policies JOIN pg_policy AS p
      ON polname = policyname AND polrelid = format('%I.%I', schemaname, tablename)::regclass
    WHERE schemaname = 'asistente'
"""
NUCLEO = "SELECT relname FROM pg_class WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'nucleo')"

# Who owns `nucleo` or something in it, and which roles read by default what they create there.
DUENOS = """
    SELECT pg_get_userbyid(dueno)::text, coalesce(array_agg(rolname::text) FILTER (WHERE rolname IS NOT NULL), '{}')
    FROM (
        SELECT nspowner, oid FROM pg_namespace WHERE nspname = 'nucleo'
        UNION SELECT relowner, relnamespace FROM pg_class JOIN pg_namespace AS suyo ON suyo.oid = relnamespace
        WHERE nspname = 'nucleo' AND relkind IN ('r', 'v', 'm', 'f', 'p')
    ) AS quienes (dueno, esquema)
    LEFT JOIN pg_default_acl ON defaclrole = dueno AND defaclnamespace = esquema AND defaclobjtype = 'r'
    LEFT JOIN LATERAL aclexplode(defaclacl) AS dado ON dado.privilege_type = 'SELECT'
    LEFT JOIN pg_roles ON pg_roles.oid = dado.grantee
    GROUP BY dueno
"""


def objetos(cursor: Cursor) -> dict[Objeto, bool]:
    """Return every table, sequence and function of ours, and whether it looks at whose each row is."""
    cursor.execute(OBJETOS)
    return {(tipo, nombre): bool(por_fila) for tipo, nombre, por_fila in cursor.fetchall()}


def concedidos(cursor: Cursor, roles: list[str]) -> dict[Objeto, dict[str, frozenset[str]]]:
    """Return {object: {role: privileges}} of these roles, and of everybody as PUBLIC."""
    cursor.execute(CONCEDIDOS, (roles,))
    hay: dict[Objeto, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for tipo, nombre, rol, privilegio in cursor.fetchall():
        hay[tipo, nombre][rol].add(privilegio)
    return {
        objeto: {rol: frozenset(privilegios) for rol, privilegios in por_rol.items()} for objeto, por_rol in hay.items()
    }


def politicas(cursor: Cursor) -> dict[tuple[str, str], tuple[frozenset[str], str]]:
    """Return {(table, policy): (roles, what it was made of)}."""
    cursor.execute(POLITICAS)
    return {(tabla, nombre): (frozenset(roles), hecha_de) for tabla, nombre, roles, hecha_de in cursor.fetchall()}


def de_nucleo(cursor: Cursor) -> set[str]:
    """Return what schema `nucleo` holds in this database, if it is here."""
    cursor.execute(NUCLEO)
    return {nombre for (nombre,) in cursor.fetchall()}


def duenos_de_nucleo(cursor: Cursor) -> list[tuple[str, frozenset[str]]]:
    """Return the owners of `nucleo` and of what it holds, each with who reads by default what they create there."""
    cursor.execute(DUENOS)
    return [(dueno, frozenset(leen)) for dueno, leen in cursor.fetchall()]
