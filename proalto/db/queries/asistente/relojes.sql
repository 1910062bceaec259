-- abrir: a clock of a new case.
INSERT INTO asistente.relojes
    (caso_id, reloj, minutos, turno, consumido, corre_desde, avisa_50_en, avisa_80_en, vence_en, avisado)
VALUES (%(caso_id)s, %(reloj)s, %(minutos)s, %(turno)s, %(consumido)s, %(corre_desde)s, %(avisa_50_en)s,
        %(avisa_80_en)s, %(vence_en)s, %(avisado)s)
ON CONFLICT DO NOTHING;

-- de_caso: both clocks of a case.
SELECT reloj, minutos, turno, consumido, corre_desde, cumplido_en, a_tiempo, avisado
FROM asistente.relojes WHERE caso_id = %(caso_id)s ORDER BY reloj;

-- guardar: a clock that was stopped, went on or ended.
UPDATE asistente.relojes
SET consumido = %(consumido)s, corre_desde = %(corre_desde)s, avisa_50_en = %(avisa_50_en)s,
    avisa_80_en = %(avisa_80_en)s, vence_en = %(vence_en)s, cumplido_en = %(cumplido_en)s, a_tiempo = %(a_tiempo)s
WHERE caso_id = %(caso_id)s AND reloj = %(reloj)s;

-- marcar_avisado: somebody was told of this part of the time.
UPDATE asistente.relojes SET avisado = %(porcentaje)s
WHERE caso_id = %(caso_id)s AND reloj = %(reloj)s AND avisado < %(porcentaje)s;

-- por_avisar: clocks that passed a mark nobody was told of; held, and what another holds waits for the next round.
SELECT caso_id, reloj, minutos, turno, consumido, corre_desde, cumplido_en, a_tiempo, avisado FROM asistente.relojes
WHERE corre_desde IS NOT NULL AND avisado < 100 AND avisa_50_en <= %(now)s
  AND (avisado < 50 OR (avisado < 80 AND avisa_80_en <= %(now)s) OR vence_en < %(now)s)
ORDER BY avisa_50_en LIMIT %(cuantos)s FOR UPDATE SKIP LOCKED;
