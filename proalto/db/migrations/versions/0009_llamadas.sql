-- Wake-up calls when thousands wait. Taking one asks whether another with its lock comes first: without this index that
-- goes through all of them.
CREATE INDEX procrastinate_jobs_por_lock ON asistente.procrastinate_jobs (lock, priority, id)
    WHERE status IN ('todo', 'doing');
-- The history of each call is two more writes, and nobody reads it: what happened is in the inbox and the outbox.
ALTER TABLE asistente.procrastinate_jobs DISABLE TRIGGER procrastinate_trigger_status_events_insert_v1;
ALTER TABLE asistente.procrastinate_jobs DISABLE TRIGGER procrastinate_trigger_status_events_update_v1;
