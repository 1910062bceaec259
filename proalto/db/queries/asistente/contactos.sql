-- por_bsuid: the contact with this BSUID. Whoever is being erased is waited for, and then is nobody.
SELECT id, telefono, bsuid FROM asistente.contactos WHERE bsuid = %(bsuid)s FOR KEY SHARE;

-- por_telefono: the contact with this phone, likewise.
SELECT id, telefono, bsuid FROM asistente.contactos WHERE telefono = %(telefono)s FOR KEY SHARE;

-- por_id: one contact.
SELECT id, telefono, bsuid FROM asistente.contactos WHERE id = %(contacto_id)s;

-- crear: a new contact, unless another process was quicker.
INSERT INTO asistente.contactos (telefono, bsuid) VALUES (%(telefono)s, %(bsuid)s)
ON CONFLICT DO NOTHING RETURNING id, telefono, bsuid;

-- completar: what a later message tells of a known contact.
UPDATE asistente.contactos
SET telefono = coalesce(%(telefono)s, telefono), bsuid = coalesce(%(bsuid)s, bsuid) WHERE id = %(contacto_id)s;

-- soltar_telefono: the number now belongs to somebody else.
UPDATE asistente.contactos SET telefono = NULL
WHERE telefono = %(telefono)s AND bsuid IS DISTINCT FROM %(bsuid)s;

-- local: the contact of a conversation that did not come by WhatsApp.
INSERT INTO asistente.contactos (clave_local) VALUES (%(clave)s)
ON CONFLICT (clave_local) DO UPDATE SET clave_local = excluded.clave_local RETURNING id, telefono, bsuid;

-- borrado: whether a contact was erased.
SELECT borrado_en IS NOT NULL AS borrado FROM asistente.contactos WHERE id = %(contacto_id)s;
