-- What later tables need so that an erasure lets go of them, and nothing late is written to them.
ALTER TABLE asistente.solicitudes_de_datos
    DROP CONSTRAINT solicitudes_de_datos_caso_id_fkey,
    ADD CONSTRAINT solicitudes_de_datos_caso_id_fkey FOREIGN KEY (caso_id) REFERENCES asistente.casos (id) ON DELETE SET NULL,
    DROP CONSTRAINT solicitudes_de_datos_prorroga_id_fkey,
    ADD CONSTRAINT solicitudes_de_datos_prorroga_id_fkey FOREIGN KEY (prorroga_id)
        REFERENCES asistente.mensajes_salientes (id) ON DELETE SET NULL;
ALTER TABLE asistente.suplantaciones
    DROP CONSTRAINT suplantaciones_caso_id_fkey,
    ADD CONSTRAINT suplantaciones_caso_id_fkey FOREIGN KEY (caso_id) REFERENCES asistente.casos (id) ON DELETE CASCADE;
ALTER TABLE asistente.entregas_de_evidencia
    DROP CONSTRAINT entregas_de_evidencia_caso_id_fkey,
    ADD CONSTRAINT entregas_de_evidencia_caso_id_fkey FOREIGN KEY (caso_id) REFERENCES asistente.casos (id) ON DELETE CASCADE;
ALTER TABLE asistente.bloqueos_identidad
    DROP CONSTRAINT bloqueos_identidad_caso_id_fkey,
    ADD CONSTRAINT bloqueos_identidad_caso_id_fkey FOREIGN KEY (caso_id) REFERENCES asistente.casos (id) ON DELETE CASCADE;
DO $$
DECLARE
    tabla text;
BEGIN
    FOREACH tabla IN ARRAY ARRAY['canales_autorizados', 'horarios_pactados', 'preferencias_de_contacto', 'celulares_vistos',
        'parejas', 'avisos_de_seguridad'] LOOP
        EXECUTE format('CREATE TRIGGER a_contacto_no_borrado BEFORE INSERT OR UPDATE ON asistente.%I'
                       ' FOR EACH ROW EXECUTE FUNCTION asistente.contacto_no_borrado()', tabla);
    END LOOP;
END
$$;
