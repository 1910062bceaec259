"""What a database held before a migration means the same after it."""

from alembic import command

from proalto.db.migrations import _config, migrate
from tests.db.conftest import filas


def test_los_candados_de_antes_siguen_como_estaban(vacia):
    command.upgrade(_config(vacia), "0016")
    filas(
        vacia,
        """
        WITH quien AS (INSERT INTO asistente.contactos (telefono) VALUES ('573001112233') RETURNING id),
        caso AS (INSERT INTO asistente.casos (folio, contacto_id, tipo, equipo, estado, causa, cerrado_en,
                                              prometido_para, creado_en, transcripcion, wamid_origen)
            SELECT folio, quien.id, 'bloqueo', 'fraude', estado, causa, cerrado_en, now(), now(), '', folio
            FROM quien, (VALUES ('A-ABIERTO', 'abierto', NULL, NULL::timestamptz),
                                ('A-CERRADO', 'cerrado', 'identidad_confirmada', now()),
                                ('A-OTRACOS', 'cerrado', 'resuelto', now())) AS v (folio, estado, causa, cerrado_en)
            RETURNING id, folio)
        INSERT INTO asistente.bloqueos_identidad (cedula_hmac, motivo, caso_id, desde)
        SELECT folio::bytea, 'titular', id, now() FROM caso RETURNING id""",
    )
    migrate(vacia)
    bloqueada = "SELECT bloqueada FROM asistente.bloqueo_de('{}'::bytea)"
    dichas = [filas(vacia, bloqueada.format(folio)) for folio in ("A-ABIERTO", "A-CERRADO", "A-OTRACOS")]
    assert dichas == [[(True,)], [(False,)], [(True,)]]


def test_las_horas_pactadas_de_antes_son_de_quien_autorizo_el_chat_si_fue_una_sola(vacia):
    command.upgrade(_config(vacia), "0017")
    filas(
        vacia,
        """
        WITH quien AS (INSERT INTO asistente.contactos (telefono) VALUES ('573001112233'), ('573001112244'),
                                                                        ('573001112255') RETURNING id, telefono),
        canales AS (INSERT INTO asistente.canales_autorizados
                        (contacto_id, cedula_hmac, canal, documento, informado_en, autorizado_en)
            SELECT id, huella::bytea, canal, documento, now(), now()
            FROM quien JOIN (VALUES ('573001112233', 'ana', 'whatsapp', 'AC-1'),
                                    ('573001112233', 'ana', 'sms', 'AC-1'),
                                    ('573001112233', 'el chat', 'whatsapp', 'publicidad v1 3f2a'),
                                    ('573001112244', 'ana', 'whatsapp', 'AC-1'),
                                    ('573001112244', 'luz', 'whatsapp', 'AC-2')
            ) AS v (telefono, huella, canal, documento) USING (telefono))
        INSERT INTO asistente.horarios_pactados
            (contacto_id, contrato, contrato_firmado_en, instrumento, instrumento_firmado_en, dias, abre, cierra)
        SELECT id, telefono, now(), 'otrosi', now() + interval '1 day', '{1}', '05:00', '23:00' FROM quien
        RETURNING id""",
    )
    migrate(vacia)
    assert filas(
        vacia,
        "SELECT contrato, cedula_hmac = 'ana', terminado_en IS NULL FROM asistente.horarios_pactados ORDER BY contrato",
    ) == [("573001112233", True, True), ("573001112244", None, False), ("573001112255", None, False)]
