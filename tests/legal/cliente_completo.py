"""A customer who leaves something in every store, each thing with words that nobody else has."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Any

from proalto.bootstrap import App
from proalto.services.atencion import notas
from proalto.services.atencion.casos import abrir_caso
from proalto.services.consentimiento import autorizacion
from proalto.services.consentimiento.autorizacion import Evento
from proalto.services.credito import tramites
from proalto.services.credito.documentos import CONTENIDO
from proalto.services.identificacion.contactos import Contacto, identificar
from proalto.services.medicion import encuestas
from proalto.services.mensajeria import bandeja_entrada, bandeja_salida
from proalto.services.operacion import trabajos
from proalto.services.operacion.mantenimiento import Mantenimiento
from proalto.whatsapp import payloads
from proalto.whatsapp.address import Address
from proalto.worker.atender import Atencion
from proalto.worker.enviar import vaciar
from tests.conftest import Nucleo
from tests.legal import rastros
from tests.services.gente import sql
from tests.services.mensajes import estado, mensaje, webhook
from tests.services.pasos import Pasos
from tests.worker.buzon import RasaDePrueba

BOTONES = [{"title": "Ver mi saldo", "payload": "/consultar_saldo"}]


@dataclass
class Cliente:
    """Who they are, and the words by which they are found."""

    app: App
    nucleo: Nucleo
    contacto: Contacto
    cedula: str
    nombre: str
    frase: str

    @property
    def telefono(self) -> str:
        return self.contacto.address.phone or ""

    @property
    def canarios(self) -> tuple[str, ...]:
        return (self.cedula, self.nombre, self.frase, *rastros.canarios_de(self.telefono))

    def escribe(self, texto: str, respuesta: str = "Claro que sí.") -> str:
        """Write, be answered, and have the answer sent; return the wamid."""
        wamid = rastros.en_wamid(self.telefono)
        uno = replace(mensaje(self.contacto.address, texto), wamid=wamid)
        bandeja_entrada.recibir(self.app.db, self.app.cipher, webhook(uno), self.app.now())
        rasa = RasaDePrueba()
        rasa.en_fila.append([{"text": respuesta, "buttons": BOTONES}])
        Atencion(self.app, rasa, Mantenimiento(self.app.whatsapp)).atender(self.contacto.id)
        vaciar(self.app, self.contacto.id)
        return wamid

    def en_mensaje(self) -> Contacto:
        return replace(self.contacto, wamid=rastros.en_wamid(self.telefono))

    def acepta(self) -> None:
        """Be shown the text, which arrives, and say yes."""
        ahora, pregunta = self.app.now(), self.en_mensaje()
        autorizacion.mostrar(self.app.db, self.app.cipher, pregunta, ahora)
        with self.app.db.transaction() as tx:
            cuerpo = payloads.text(f"{self.nombre}, ¿autorizas?")
            bandeja_salida.encolar(tx, self.app.cipher, self.contacto.id, pregunta.wamid, cuerpo)
        vaciar(self.app, self.contacto.id)
        suyo = rastros.en_wamid(self.telefono)
        ((saliente_id,),) = sql(self.app, "UPDATE asistente.mensajes_salientes SET wamid = %s WHERE wamid_origen = %s"
                                          " RETURNING id", suyo, pregunta.wamid)  # fmt: skip
        leido = webhook(statuses=(estado(suyo, "read", saliente_id),))
        bandeja_entrada.recibir(self.app.db, self.app.cipher, leido, ahora)
        autorizacion.responder(self.app.db, self.app.cipher, self.en_mensaje(), Evento.ACEPTADA, "Acepto", ahora)

    def entra(self) -> None:
        """Prove who they are, with a code."""
        Pasos(self.app, self.nucleo, self.contacto).entra(self.cedula)
        sql(self.app, "UPDATE asistente.intentos_identidad SET wamid_origen = %s WHERE id ="
                      " (SELECT max(id) FROM asistente.intentos_identidad WHERE contacto_id = %s)",
            rastros.en_wamid(self.telefono), self.contacto.id)  # fmt: skip

    def guarda_turno(self, n: int = 1) -> None:
        """What Rasa's tracker store keeps of a turn."""
        cipher, suyo = self.app.cipher, self.contacto.id
        eventos = [{"event": "user", "text": f"{self.frase}, cédula {self.cedula}, soy {self.nombre}"}]
        with self.app.db.transaction() as tx:
            tx.run(
                "asistente.turnos.guardar", contacto_id=suyo, n=n, wamid=rastros.en_wamid(self.telefono),
                eventos=cipher.seal(eventos, "turnos.eventos", de=suyo),
                estado=cipher.seal({"slots": {"cedula": self.cedula}}, "turnos.estado", de=suyo),
            )  # fmt: skip

    def empieza_solicitud(self) -> None:
        """An application with a file and an excuse."""
        app, suyo = self.app, self.contacto.id
        datos = {"documento_identidad": self.cedula, "nombre": self.nombre, "segmento": "pensionado"}
        tramite = tramites.abrir_tramite(app.db, app.cipher, self.en_mensaje(), "credito_nuevo", datos, app.now())
        self.envia_documento(tramite.id)
        razon = app.cipher.encrypt(self.frase.encode(), "documentos_omitidos.razon", de=suyo)
        sql(app, "INSERT INTO asistente.documentos_omitidos VALUES (%s, 'desprendibles', %s, %s, now())",
            tramite.id, razon, rastros.en_wamid(self.telefono))  # fmt: skip

    def envia_documento(self, tramite_id: int | None = None) -> None:
        """A file that was accepted, and the message that brought it, whose file Meta still holds."""
        app, wamid = self.app, rastros.en_wamid(self.telefono)
        media_id = app.whatsapp.put_media(self.frase.encode(), "image/jpeg")  # type: ignore[attr-defined]
        cuerpo = {"texto": "", "opcion_id": "", "opcion_titulo": "", "media_id": media_id, "leyenda": self.nombre,
                  "archivo": f"{self.cedula}.jpg"}  # fmt: skip
        sql(app, "INSERT INTO asistente.mensajes_entrantes (wamid, contacto_id, tipo, cuerpo, enviado_en, estado,"
                 " recibido_en) VALUES (%s, %s, 'image', %s, %s, 'atendido', %s)", wamid, self.contacto.id,
            app.cipher.seal(cuerpo, "mensajes_entrantes", de=self.contacto.id), app.now(), app.now())  # fmt: skip
        sql(app, "INSERT INTO asistente.documentos (contacto_id, tramite_id, wamid_origen, grupo, requisito, estado,"
                 " contenido, sha256, bytes, creado_en) VALUES (%s, %s, %s, %s, 'cedula', 'aceptado', %s, 'x', 9, %s)",
            self.contacto.id, tramite_id, wamid, wamid,
            app.cipher.encrypt(self.frase.encode(), CONTENIDO, de=self.contacto.id), app.now())  # fmt: skip

    def abre_caso(self, tipo: str, usuario_id: int) -> str:
        """A case with a note and an opinion; return its folio."""
        app, suyo = self.app, self.contacto.id
        caso = abrir_caso(app.db, app.cipher, self.en_mensaje(), tipo, app.now(), {"dice": self.frase})
        with app.db.transaction() as tx:
            notas.poner(tx, app.cipher, caso.id, suyo, usuario_id, f"{self.nombre}: {self.frase}", app.now())
        comentario = app.cipher.encrypt(self.frase.encode(), encuestas.COMENTARIO, de=suyo)
        sql(app, "INSERT INTO asistente.encuestas (contacto_id, clave, caso_id, estado, enviar_en, comentario,"
                 " creada_en) VALUES (%s, %s, %s, 'respondida', now(), %s, %s)", suyo, f"caso:{caso.id}", caso.id,
            comentario, app.now())  # fmt: skip
        return caso.folio

    def sigue_solicitud(self) -> None:
        sql(self.app, "INSERT INTO asistente.suscripciones (contacto_id, radicado, cedula_hmac, etapa, wamid_origen,"
                      " creada_en) VALUES (%s, 'R-1', %s, 'estudio', %s, now())", self.contacto.id,
            self.app.cipher.keyed_hash("cedula", self.cedula), rastros.en_wamid(self.telefono))  # fmt: skip

    def no_quiere_publicidad(self) -> None:
        sql(self.app, "INSERT INTO asistente.bloqueos (contacto_id, clase, motivo, desde)"
                      " VALUES (%s, 'publicidad', 'baja', %s)", self.contacto.id, self.app.now())  # fmt: skip

    def deja_trabajos(self) -> None:
        with self.app.db.transaction() as tx:
            trabajos.despertar_atencion(tx, self.contacto.id)
            trabajos.despertar_acuse(tx, rastros.en_wamid(self.telefono))

    def vive(self, usuario_id: int) -> Cliente:
        """Do everything a customer without a debt does."""
        self.escribe("hola")
        self.acepta()
        self.escribe(f"hola, soy {self.nombre}, {self.frase}", f"Hola, {self.nombre}, tu cédula es {self.cedula}")
        self.entra()
        self.guarda_turno()
        self.empieza_solicitud()
        self.abre_caso("asesor", usuario_id)
        self.sigue_solicitud()
        self.no_quiere_publicidad()
        self.escribe(f"otra cosa: {self.frase}")
        return self


def nuevo(app: App, nucleo: Nucleo, **columnas: Any) -> Cliente:
    """Return a customer of the lender, who has not written yet."""
    marca = uuid.uuid4().int
    telefono, nombre = f"5731{marca % 10**8:08d}", f"Zutana{marca % 10**9:09d}"
    cedula = nucleo.cliente(telefono, nombres=nombre, **columnas)
    address = Address(phone=telefono)
    with app.db.transaction() as tx:
        contacto = Contacto(identificar(tx, app.cipher, address), address)
    return Cliente(app, nucleo, contacto, cedula, nombre, f"quetzal{marca % 10**12:012d}")
