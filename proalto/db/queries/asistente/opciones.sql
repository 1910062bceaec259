-- guardar: what one button or row means.
INSERT INTO asistente.opciones (id, contacto_id, wamid_origen, posicion, contenido)
VALUES (%(id)s, %(contacto_id)s, %(wamid_origen)s, %(posicion)s, %(contenido)s);

-- por_id: what a tapped option of this very contact means.
SELECT contenido FROM asistente.opciones WHERE id = %(id)s AND contacto_id = %(contacto_id)s;

-- ultimas: the options that the newest answer to this contact offered, in order; none if it offered none. The fixed
-- menu is an answer too, to what came after it; its rows hang from a name of their own (services.conversacion.menu_fijo).
WITH ultima AS (
    SELECT CASE clase WHEN 'menu_fijo' THEN 'menu_fijo:' ELSE '' END || wamid_origen AS origen
    FROM asistente.mensajes_salientes
    WHERE contacto_id = %(contacto_id)s AND (clase IN ('respuesta', 'plantilla')
        OR clase = 'menu_fijo' AND ordinal = 0 AND creado_en < %(recibido_en)s)
    ORDER BY id DESC LIMIT 1)
SELECT contenido FROM asistente.opciones
WHERE contacto_id = %(contacto_id)s AND wamid_origen = (SELECT origen FROM ultima) ORDER BY posicion;
