-- conversaciones: contacts with whom somebody speaks who may no longer act on the case: they left, or changed team.
SELECT charla.contacto_id FROM asistente.conversaciones AS charla
JOIN asistente.casos AS caso ON caso.id = charla.caso_id
JOIN asistente.usuarios AS quien ON quien.id = charla.usuario_id
WHERE habla = 'persona'
  AND NOT (activo AND (rol = 'supervisor' OR (rol = 'asesor' AND caso.equipo = ANY(quien.equipos))))
ORDER BY charla.contacto_id LIMIT 100;

-- casos: cases of somebody who may no longer act on them.
SELECT caso.id FROM asistente.casos AS caso
JOIN asistente.usuarios AS quien ON quien.id = caso.usuario_id
WHERE estado <> 'cerrado'
  AND NOT (activo AND (rol = 'supervisor' OR (rol = 'asesor' AND caso.equipo = ANY(quien.equipos))))
ORDER BY caso.id LIMIT 100;
