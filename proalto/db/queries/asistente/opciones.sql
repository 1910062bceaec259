-- guardar: what one button or row means.
INSERT INTO asistente.opciones (id, contacto_id, wamid_origen, posicion, contenido)
VALUES (%(id)s, %(contacto_id)s, %(wamid_origen)s, %(posicion)s, %(contenido)s);

-- por_id: what a tapped option of this very contact means.
SELECT contenido FROM asistente.opciones WHERE id = %(id)s AND contacto_id = %(contacto_id)s;

-- ultimas: the options that the newest answer to this contact offered, in order; none if it offered none.
SELECT contenido FROM asistente.opciones
WHERE contacto_id = %(contacto_id)s AND wamid_origen = (
    SELECT wamid_origen FROM asistente.mensajes_salientes
    WHERE contacto_id = %(contacto_id)s AND clase IN ('respuesta', 'plantilla') ORDER BY id DESC LIMIT 1)
ORDER BY posicion;
