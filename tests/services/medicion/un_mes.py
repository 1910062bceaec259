"""A random month of an assistant and its advisors, lived through the services that record it, dated as it happened."""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone
from typing import Any

from proalto.bootstrap import App
from proalto.services.identificacion.contactos import Contacto
from proalto.services.medicion import embudo, encuestas
from proalto.services.medicion.eventos import anotar
from proalto.services.medicion.gestiones import GESTIONES
from tests.conftest import Reloj, conectar, nuevo_contacto, nuevo_wamid

INICIO = datetime(2026, 10, 20, 5, 0, tzinfo=timezone.utc)  # midnight in Bogotá
DIAS = 45  # it begins before the month that is asked for, and ends after it
TIPOS = ("asesor", "queja", "falla", "revision", "credito_nuevo", "renovacion")
EQUIPOS = ("servicio", "reclamos", "comercial")
ZONAS = ("bogota", "costa", None)
PASOS = ("identidad_form.cedula", "identidad_form.fecha_expedicion", "identidad_form.codigo")
DEJAN = ("utter_cancelado", "utter_menu", "utter_caso_asesor", "")
MINUTO = timedelta(minutes=1)


class Mes:
    """Lives it; `asesores` are the ids of the advisors."""

    def __init__(self, app: App, reloj: Reloj, semilla: int) -> None:
        self.app, self.reloj, self.azar = app, reloj, random.Random(semilla)
        self.conexion = conectar(app.settings.database_url or "")
        self.asesores = [
            self.sql("INSERT INTO asistente.usuarios (usuario, nombre, rol, creado_en) VALUES"
                     " (gen_random_uuid()::text, %s, 'asesor', now()) RETURNING id", nombre)[0][0]
            for nombre in ("Laura Gómez", "Andrés Rojas", "=Marta")
        ]  # fmt: skip
        self.turnos = 0
        self.no_entendidos = 0

    def sql(self, sql: str, *params: Any) -> list[tuple[Any, ...]]:
        with self.conexion.cursor() as cursor:
            cursor.execute("SET search_path = asistente")
            cursor.execute(sql, params)
            return cursor.fetchall() if cursor.description else []

    def vivir(self, contactos: int) -> Mes:
        for _ in range(contactos):
            contacto = nuevo_contacto(self.app)
            if self.azar.random() < 0.1:  # somebody at a console
                self.sql(
                    "UPDATE asistente.contactos SET telefono = NULL, clave_local = telefono WHERE id = %s", contacto.id
                )
            self.reloj.ahora = INICIO + timedelta(minutes=self.azar.randrange(DIAS * 24 * 60))
            for _ in range(self.azar.randint(1, 4)):
                self.azar.choice([self.gestion, self.gestion, self.caso])(contacto)
                self.pasa(1, 3 * 24 * 60)
        return self

    def pasa(self, desde: int, hasta: int) -> datetime:
        return self.reloj.pasa(minutes=self.azar.randint(desde, hasta))

    def turno(self, contacto: Contacto, *eventos: dict[str, Any], formulario: str = "") -> None:
        """A message, its answer, and what the tracker store and the worker record of it."""
        self.turnos += 1
        espera = round(self.azar.uniform(0.2, 30), 3)
        wamid, now = nuevo_wamid(), self.reloj.ahora
        self.sql("INSERT INTO asistente.mensajes_entrantes (wamid, contacto_id, tipo, cuerpo, recibido_en, estado,"
                 " atendido_en) VALUES (%s, %s, 'text', '', %s, 'atendido', %s)", wamid, contacto.id,
                 now - timedelta(seconds=espera), now)  # fmt: skip
        with self.app.db.transaction() as tx:
            embudo.registrar(tx, contacto.id, self.turnos, eventos, formulario, now)
            embudo.anotar_turno(tx, contacto.id, wamid, espera, now)

    def gestion(self, contacto: Contacto) -> None:
        """An errand: some questions, now and then a person, and then an answer, or leaving, or silence."""
        nombre = self.azar.choice(list(GESTIONES))
        self.turno(contacto, accion(f"action_{nombre}"), formulario="identidad_form")
        for paso in PASOS[: self.azar.randint(0, 3)]:
            self.pasa(0, 30)
            formulario, slot = paso.split(".")
            pregunta = {"event": "slot", "name": "requested_slot", "value": slot}
            self.turno(contacto, accion(formulario), pregunta, formulario=formulario)
        if self.azar.random() < 0.2:
            self.no_entendidos += 1
            self.turno(contacto, accion("action_no_entendi"), formulario="identidad_form")
        if self.azar.random() < 0.1:
            with self.app.db.transaction() as tx:
                anotar(tx, "persona_toma", nuevo_wamid(), self.reloj.ahora, contacto_id=contacto.id)
        self.pasa(0, 30 if self.azar.random() < 0.8 else 3 * 24 * 60)
        if self.azar.random() < 0.6:
            self.turno(contacto, dice(self.azar.choice(sorted(GESTIONES[nombre].resuelven))))
            self.encuesta(contacto)
        elif deja := self.azar.choice(DEJAN):
            self.turno(contacto, dice(deja))

    def encuesta(self, contacto: Contacto) -> None:
        """Whatever was planned is sent, and perhaps answered."""
        for (id_,) in self.sql(
            "SELECT id FROM encuestas WHERE contacto_id = %s AND estado = 'programada'", contacto.id
        ):
            self.pasa(3, 9)
            now = self.reloj.ahora
            gestion, caso_id, usuario_id = self.sql(
                "UPDATE encuestas SET estado = 'enviada', enviada_en = %s WHERE id = %s"
                " RETURNING gestion, caso_id, usuario_id", now, id_)[0]  # fmt: skip
            with self.app.db.transaction() as tx:
                anotar(tx, "encuesta_enviada", f"encuesta_enviada:{id_}", now, contacto_id=contacto.id,
                       caso_id=caso_id, usuario_id=usuario_id, gestion=gestion)  # fmt: skip
            if self.azar.random() < 0.7:
                now, db = self.pasa(1, 40), self.app.db
                encuestas.responder(db, Contacto(contacto.id, contacto.address, nuevo_wamid()), id_,
                                    self.azar.randint(1, 5), now)  # fmt: skip
                if encuestas.toca_recomendar(db, contacto, id_, now):
                    encuestas.recomendar(db, contacto, id_, self.azar.randint(0, 10), now)

    def caso(self, contacto: Contacto) -> None:
        """A case: opened, perhaps transferred, answered, closed and opened again; its clocks kept or not."""
        tipo, equipo = self.azar.choice(TIPOS), self.azar.choice(EQUIPOS)
        if tipo in ("credito_nuevo", "renovacion"):
            self.turno(contacto, accion(f"action_pedir_{tipo}"), dice("utter_tramite_radicado"))
            self.pasa(0, 5)
        abierto, dueno = self.reloj.ahora, self.azar.choice(self.asesores)
        anterior = self.sql("SELECT max(id) FROM casos WHERE contacto_id = %s AND creado_en > %s", contacto.id,
                            abierto - timedelta(days=30))[0][0]  # fmt: skip
        id_ = self.sql(
            "INSERT INTO casos (folio, contacto_id, tipo, transcripcion, prometido_para, wamid_origen, creado_en,"
            " equipo, zona, usuario_id, asignado_en, anterior_id, gestion) VALUES (gen_random_uuid()::text, %s, %s, '',"
            " %s, gen_random_uuid()::text, %s, %s, %s, %s, %s, %s, 'consultar_saldo') RETURNING id",
            contacto.id, tipo, abierto, abierto, equipo, self.azar.choice(ZONAS), dueno, abierto,
            anterior)[0][0]  # fmt: skip
        self.hecho("caso_abierto", id_, contacto, None, tipo)
        if self.azar.random() < 0.3:
            self.pasa(1, 60)
            self.hecho("caso_transferido", id_, contacto, dueno, tipo)
        if self.azar.random() < 0.8:
            self.atender(id_, contacto, dueno, tipo)

    def atender(self, id_: int, contacto: Contacto, dueno: int, tipo: str) -> None:
        respondido = self.pasa(1, 2 * 24 * 60)
        self.sql("UPDATE casos SET estado = 'en_atencion', respondido_en = %s WHERE id = %s", respondido, id_)
        self.hecho("caso_respondido", id_, contacto, dueno, tipo)
        self.reloj_de(id_, contacto, "respuesta", respondido)
        if self.azar.random() < 0.2:
            return
        for vez in range(1 + (self.azar.random() < 0.2)):
            cerrado = self.pasa(1, 3 * 24 * 60)
            if vez:
                self.hecho("caso_reabierto", id_, contacto, dueno, tipo)
                cerrado = self.pasa(1, 600)
            self.sql("UPDATE casos SET estado = 'cerrado', cerrado_en = %s, causa = 'resuelto', reaperturas = %s"
                     " WHERE id = %s", cerrado, vez, id_)  # fmt: skip
            self.hecho("caso_cerrado", id_, contacto, dueno, tipo, vez)
            if not vez:
                self.reloj_de(id_, contacto, "solucion", cerrado)
        with self.app.db.transaction() as tx:
            encuestas.programar_por_caso(tx, id_, self.reloj.ahora)
        self.encuesta(contacto)

    def reloj_de(self, caso_id: int, contacto: Contacto, reloj: str, cumplido: datetime) -> None:
        a_tiempo = self.azar.random() < 0.75
        self.sql("INSERT INTO relojes (caso_id, reloj, minutos, turno, cumplido_en, a_tiempo) VALUES"
                 " (%s, %s, 120, 'general', %s, %s)", caso_id, reloj, cumplido, a_tiempo)  # fmt: skip
        for porcentaje in (50, 80) if a_tiempo else (50, 80, 100):
            with self.app.db.transaction() as tx:
                anotar(tx, "ans_aviso", f"ans:{caso_id}:{reloj}:{porcentaje}", cumplido, contacto_id=contacto.id,
                       caso_id=caso_id, datos={"reloj": reloj, "porcentaje": porcentaje})  # fmt: skip

    def hecho(self, tipo: str, caso_id: int, contacto: Contacto, usuario: int | None, de: str, vez: int = 0) -> None:
        with self.app.db.transaction() as tx:
            anotar(tx, tipo, f"{tipo}:{caso_id}:{vez}", self.reloj.ahora, contacto_id=contacto.id, caso_id=caso_id,
                   usuario_id=usuario, datos={"tipo": de})  # fmt: skip


def accion(nombre: str) -> dict[str, Any]:
    return {"event": "action", "name": nombre}


def dice(respuesta: str) -> dict[str, Any]:
    return {"event": "bot", "metadata": {"utter_action": respuesta}}
