"""The nurse of the embedded PostgreSQL: what was killed runs again, with the same data at the same address."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from caos import auditoria, foto
from caos.historia import Historia, leer
from caos.postgres import Enfermero, Postgres
from caos.transiciones import PERMITIDAS, permitida
from proalto.db import embedded
from tests.conftest import carpeta_abierta, conectar


def test_lo_que_se_mata_vuelve_con_sus_datos(tmp_path: Path) -> None:
    datos = carpeta_abierta("enfermo") / "datos"
    dsn = embedded.start(datos)
    conectar(dsn).cursor().execute("CREATE TABLE t AS SELECT 7 AS n")
    postgres, historia = Postgres(datos), Historia(tmp_path / "historia.jsonl")
    enfermero = Enfermero(postgres, historia)
    principal = postgres.principal()
    assert principal is not None
    principal.kill()
    limite = time.monotonic() + 40
    while not enfermero.veces and time.monotonic() < limite:
        time.sleep(0.1)
    cursor = conectar(dsn).cursor()
    cursor.execute("SELECT n FROM t")
    assert cursor.fetchall() == [(7,)]
    enfermero.cerrar()
    assert [e["por"] for e in leer(historia.archivo) if e["tipo"] == "postgres_iniciado"] == ["caos"]


def test_la_auditoria_anota_cada_paso_y_cada_borrado(dsn: str) -> None:
    auditoria.instalar(dsn)
    cursor = conectar(dsn).cursor()
    cursor.execute("INSERT INTO asistente.contactos (telefono) VALUES ('573100000000') RETURNING id")
    contacto = cursor.fetchall()[0][0]
    cursor.execute(
        "INSERT INTO asistente.mensajes_entrantes (wamid, contacto_id, tipo, cuerpo) VALUES ('w', %s, 'text', '')",
        (contacto,),
    )
    cursor.execute("UPDATE asistente.mensajes_entrantes SET estado = 'atendido'")
    cursor.execute("DELETE FROM asistente.mensajes_entrantes")
    pasos = [(t["antes"], t["despues"]) for t in foto.tomar(dsn).transiciones if t["clave"] == "w"]
    assert pasos == [(None, "pendiente"), ("pendiente", "atendido"), ("atendido", None)]


def test_toda_tabla_auditada_tiene_sus_pasos_y_toda_consulta_sirve(servidor: str) -> None:
    assert set(auditoria.TABLAS) == set(PERMITIDAS) | {"sesiones", "turnos"}
    assert not permitida("sesiones", "2026-11-21", "-") and permitida("sesiones", "-", "2026-11-21")
    assert permitida("turnos", None, "1") and not permitida("turnos", "1", "2")


@pytest.mark.parametrize("tabla", sorted(PERMITIDAS))
def test_los_estados_que_el_juez_conoce_son_los_de_la_base(tabla: str, dsn: str) -> None:
    cursor = conectar(dsn).cursor()
    cursor.execute(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass"
        " AND pg_get_constraintdef(oid) LIKE '%%estado = ANY%%'",
        (f"asistente.{tabla}",),
    )
    definicion = " ".join(fila[0] for fila in cursor.fetchall())
    estados = {estado for pasos in PERMITIDAS[tabla].values() for estado in pasos}
    assert estados and all(f"'{estado}'" in definicion for estado in estados), definicion
