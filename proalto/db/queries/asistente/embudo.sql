-- situacion: the contact's errand in course and its last question; and the newest application's errand.
WITH ultimo AS (
    SELECT tipo, gestion, datos FROM asistente.eventos
    WHERE contacto_id = %(contacto_id)s AND ocurrido_en > %(desde)s AND gestion <> ''
      AND tipo IN ('gestion_iniciada', 'gestion_paso', 'gestion_resuelta', 'gestion_dejada')
    ORDER BY id DESC LIMIT 1)
SELECT (SELECT gestion FROM ultimo WHERE tipo IN ('gestion_iniciada', 'gestion_paso')) AS gestion,
       (SELECT datos ->> 'paso' FROM ultimo WHERE tipo = 'gestion_paso') AS paso,
       (SELECT gestion FROM asistente.eventos
        WHERE contacto_id = %(contacto_id)s AND tipo = 'gestion_iniciada'
          AND gestion IN ('pedir_credito_nuevo', 'pedir_renovacion')
        ORDER BY id DESC LIMIT 1) AS solicitud;
