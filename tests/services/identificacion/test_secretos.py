"""What the database of the assistant must not hold: a code, a cédula or a date that anybody could read."""

from datetime import date

from proalto.services.atencion.casos import abrir_caso
from proalto.services.identificacion import desafios
from proalto.services.mensajeria.bandeja_entrada import recibir
from tests.conftest import conectar
from tests.services.mensajes import mensaje, webhook
from tests.services.pasos import BIEN, CELULAR

CODIGO = "739164"
EXPEDICION = date(1987, 12, 24)


def textos_y_bytes(dsn):
    """Yield (table.column, value as bytes) for every text, json and bytea value of schema asistente."""
    connection = conectar(dsn)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE table_schema = 'asistente' AND table_type = 'BASE TABLE'"
            " AND data_type IN ('text', 'character varying', 'jsonb', 'json', 'bytea', 'ARRAY')"
        )
        for tabla, columna, tipo in cursor.fetchall():
            valor = f'"{columna}"' if tipo == "bytea" else f"convert_to(\"{columna}\"::text, 'UTF8')"
            cursor.execute(f'SELECT {valor} FROM asistente."{tabla}" WHERE "{columna}" IS NOT NULL')  # noqa: S608
            for (encontrado,) in cursor.fetchall():
                yield f"{tabla}.{columna}", bytes(encontrado)
    connection.close()


def test_ninguna_tabla_guarda_en_claro_el_codigo_la_cedula_ni_la_fecha(app, nucleo, pasos, monkeypatch):
    monkeypatch.setattr(desafios.secrets, "randbelow", lambda _: int(CODIGO))
    cedula = nucleo.cliente(CELULAR, expedicion=EXPEDICION)
    escritos = [cedula, "24/12/1987", CODIGO]
    recibir(app.db, app.cipher, webhook(*(mensaje(pasos.contacto.address, e) for e in escritos)), app.now())
    assert (pasos.presenta(cedula), pasos.da_fecha(cedula, EXPEDICION)) == (BIEN, BIEN)
    valores = list(textos_y_bytes(nucleo.dsn))  # the code waits in the outbox
    assert (pasos.prueba("000000"), pasos.prueba(CODIGO)) == ("quedan 2", BIEN)
    abrir_caso(app.db, app.cipher, pasos.contacto, "asesor", app.now())
    valores += textos_y_bytes(nucleo.dsn)
    columnas = {columna for columna, _ in valores}
    assert {"desafios.hmac", "sesiones.cedula", "mensajes_entrantes.cuerpo", "mensajes_salientes.cuerpo"} <= columnas
    assert {"casos.transcripcion", "intentos_identidad.cedula_hmac", "procrastinate_jobs.args"} <= columnas
    for columna, valor in valores:
        for secreto in (cedula, CODIGO, CELULAR, "24/12/1987", "1987-12-24"):
            assert secreto.encode() not in valor, columna


def test_dos_clientes_distintos_no_comparten_huella_y_la_llave_no_esta_en_la_base(app, nucleo):
    cedula = nucleo.cliente(CELULAR)
    huella = app.cipher.keyed_hash("cedula", cedula)
    assert huella != app.cipher.keyed_hash("cedula", nucleo.cliente(CELULAR)) != app.cipher.keyed_hash("otp", cedula)
    assert not any(
        llave.encode() in valor for llave in app.settings.data_keys for _, valor in textos_y_bytes(nucleo.dsn)
    )
