-- despertar: a wake-up call, unless the same one already waits. Inserting the row is what procrastinate's own
-- defer does; its trigger notifies the worker.
INSERT INTO asistente.procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args)
VALUES (%(cola)s, %(tarea)s, %(lock)s, %(queueing_lock)s, %(args)s::jsonb)
ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING;

-- despertar_atencion: the same for a contact's messages; those whom we know come first.
INSERT INTO asistente.procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args)
VALUES (%(cola)s, %(cola)s,
    (SELECT count(*) FROM (SELECT FROM asistente.autorizaciones
                           WHERE contacto_id = %(contacto_id)s AND finalidad = 'atencion' AND evento = 'aceptada'
                           LIMIT 1) AS conocido),
    %(lock)s, %(lock)s, jsonb_build_object('contacto_id', %(contacto_id)s::bigint))
ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING;

-- despertar_mensaje: both calls of a new message, its turn and its receipt, in one.
INSERT INTO asistente.procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args)
VALUES
    (%(atender)s, %(atender)s,
     (SELECT count(*) FROM (SELECT FROM asistente.autorizaciones
                            WHERE contacto_id = %(contacto_id)s AND evento = 'aceptada' LIMIT 1) AS conocido),
     %(lock)s, %(lock)s, jsonb_build_object('contacto_id', %(contacto_id)s::bigint)),
    (%(acusar)s, %(acusar)s, 0, %(lock_acuse)s, %(lock_acuse)s, jsonb_build_object('wamid', %(wamid)s::text))
ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING;

-- latido: seconds since the youngest sign of life of any worker; no row when there is none.
SELECT extract(epoch FROM now() - max(last_heartbeat))::float AS segundos
FROM asistente.procrastinate_workers HAVING count(*) > 0;

-- soltar_terminados: wake-up calls whose worker lives and is done with them, but could not note it.
DELETE FROM asistente.procrastinate_jobs WHERE id = ANY(%(trabajos)s::bigint[]) AND status = 'doing';

-- soltar_de_muertos: wake-up calls held by a worker that gives no sign of life; the sweep makes them anew.
DELETE FROM asistente.procrastinate_jobs AS trabajo WHERE status = 'doing' AND NOT EXISTS (
    SELECT FROM asistente.procrastinate_workers AS w
    WHERE w.id = trabajo.worker_id AND w.last_heartbeat > now() - make_interval(secs => %(segundos)s));
