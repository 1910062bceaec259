"""What the page of a case shows: gathered once, for the whole page or for the piece that changed."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from proalto.bootstrap import App
from proalto.db.database import Transaction
from proalto.formats.dias_habiles import momento_en_palabras
from proalto.mesa.permisos import ATIENDEN
from proalto.services.atencion import causas, entrega_de_evidencia, prioridades, suplantaciones, tipos_de_caso
from proalto.services.atencion.permisos_de_caso import puede
from proalto.services.contacto import ventana
from proalto.services.conversacion import conversaciones, dialogo
from proalto.services.conversacion.conversaciones import Turno
from proalto.services.conversacion.respuestas import TEXTO_MAXIMO
from proalto.services.datos import correcciones, solicitudes_de_datos
from proalto.services.mensajeria import plantillas
from proalto.services.mensajeria.plantillas import PlantillaInvalida
from proalto.services.mesa import equipos, ficha, respuestas_rapidas, usuarios
from proalto.services.mesa.usuarios import Rol, Usuario
from proalto.services.supresion import deberes_de_conservar

Contenido = dict[str, object]


@dataclass(frozen=True)
class Estado:
    """What decides which forms the page has; `version` changes with anything that it shows."""

    contacto_id: int
    estado: str
    turno: Turno
    cierra_en: datetime | None
    version: str


def mirar(app: App, folio: str, usuario: Usuario) -> Estado:
    """Look at a case without opening it; cheap, so that it can be asked every second."""
    ahora = app.now()
    with app.db.transaction() as tx:
        caso = ficha.caso_visible(tx, folio, usuario)
        contacto_id = int(caso["contacto_id"])
        return _estado(tx, contacto_id, caso["estado"], caso["usuario_id"], caso["prioridad"], ahora)


def contenido(app: App, folio: str, usuario: Usuario, *, revelar: bool = False) -> Contenido:
    """Return what the whole page shows; raise SinCaso or NoEsDeTuEquipo."""
    ahora = app.now()
    estado = mirar(app, folio, usuario)
    carta = ficha.ver(app.db, app.nucleo, app.cipher, folio, usuario, ahora, revelar=revelar)
    return {
        "ficha": carta,
        "caso": carta.caso,
        "dialogo": dialogo.ver(app.db, app.cipher, estado.contacto_id, revelar=revelar),
        "ahora": ahora,
        "actua": _actua(usuario, carta),
        **_suplantacion(app, folio, usuario, carta, ahora),
        **_derecho(app, carta, revelar=revelar),
        "deberes": deberes_de_conservar.deberes().values(),
        **_formas(app, usuario, carta, ahora),
        **_viva(estado, ahora),
    }


def vivo(app: App, folio: str, usuario: Usuario, conocida: str) -> Contenido | None:
    """Return what changes by itself, or None when the page has it already."""
    estado, ahora = mirar(app, folio, usuario), app.now()
    if estado.version == conocida:
        return None
    carta = ficha.ver(app.db, app.nucleo, app.cipher, folio, usuario, ahora)
    lineas = dialogo.ver(app.db, app.cipher, estado.contacto_id)
    visto: Contenido = {"ficha": carta, "caso": carta.caso, "dialogo": lineas, "ahora": ahora}
    return {**visto, "actua": _actua(usuario, carta), **_viva(estado, ahora)}


def respuesta(app: App, folio: str, usuario: Usuario, borrador: str = "", error: str = "") -> Contenido:
    """Return what the form of an answer shows."""
    estado, ahora = mirar(app, folio, usuario), app.now()
    carta = ficha.ver(app.db, app.nucleo, app.cipher, folio, usuario, ahora)
    propio: Contenido = {"ficha": carta, "caso": carta.caso, "ahora": ahora, "borrador": borrador, "error": error}
    return {**propio, "actua": True, **_formas(app, usuario, carta, ahora), **_viva(estado, ahora)}


def _estado(
    tx: Transaction, contacto_id: int, estado: str, dueno: int | None, prioridad: int, ahora: datetime
) -> Estado:
    turno = conversaciones.quien_habla(tx, contacto_id)
    cierra_en = ventana.cierra_en(tx, contacto_id)
    visto = (dialogo.version(tx, contacto_id), estado, dueno, prioridad, turno, cierra_en, int(ahora.timestamp() // 60))
    return Estado(contacto_id, estado, turno, cierra_en, hashlib.sha256(repr(visto).encode()).hexdigest()[:16])


def _derecho(app: App, carta: ficha.Ficha, *, revelar: bool) -> Contenido:
    """Return the right over personal data that the case is about, if it is about one, and what must be corrected."""
    caso_id = int(str(carta.caso["id"]))
    with app.db.transaction() as tx:
        solicitud = solicitudes_de_datos.de_caso(tx, caso_id)
        dichas = correcciones.de_caso(tx, app.cipher, caso_id) if solicitud else []
        tapador = dialogo.tapador_de(tx, app.cipher, carta.contacto_id, revelar=revelar)
    return {
        "derecho": solicitud,
        "correcciones": [(una.cuando, tapador.tapar(una.texto, una.cuando)) for una in dichas],
    }


def _actua(usuario: Usuario, carta: ficha.Ficha) -> bool:
    return usuario.rol in ATIENDEN and puede(usuario, str(carta.caso["equipo"]))


def _viva(estado: Estado, ahora: datetime) -> Contenido:
    abierta = estado.cierra_en is not None and ahora < estado.cierra_en
    return {
        "version": estado.version,
        "turno": estado.turno,
        "de_llamar": tipos_de_caso.DE_LLAMAR,
        "cierra_en": estado.cierra_en,
        "quedan": None if estado.cierra_en is None or not abierta else estado.cierra_en - ahora,
        "ventana_abierta": abierta,
        "forma": f"{estado.estado == 'cerrado'}-{abierta}",  # which forms a page of this moment has
    }


def _formas(app: App, usuario: Usuario, carta: ficha.Ficha, ahora: datetime) -> Contenido:
    caso = carta.caso
    return {
        "clave": secrets.token_urlsafe(12),
        "limite": TEXTO_MAXIMO,
        "rapidas": _rapidas(app, usuario, carta, ahora),
        "plantillas": [_plantilla(una, usuario, carta) for una in plantillas.disponibles()],
        "causas": causas.para(str(caso["tipo"])),
        "equipos": equipos.vigentes(),
        "danos": prioridades.vigentes().danos,
        "personas": [uno for uno in usuarios.todos(app.db) if uno.activo and uno.rol in ATIENDEN],
    }


def _suplantacion(app: App, folio: str, usuario: Usuario, carta: ficha.Ficha, ahora: datetime) -> Contenido:
    with app.db.transaction() as tx:
        caso_id = int(str(carta.caso["id"]))
        reporte = suplantaciones.de_caso(tx, caso_id)
        entregas = entrega_de_evidencia.del_caso(tx, folio, usuario, ahora) if reporte else []
        sin_identidad = entrega_de_evidencia.falta_probar(tx, caso_id)
    return {
        "suplantacion": reporte,
        "entregas": entregas,
        "leyenda": suplantaciones.LEYENDA,
        "sin_identidad": sin_identidad,
        "supervisa": usuario.rol is Rol.SUPERVISOR,
    }


def _rapidas(app: App, usuario: Usuario, carta: ficha.Ficha, ahora: datetime) -> list[tuple[str, str]]:
    """Return (title, words) of each canned reply, filled in."""
    promesa = carta.caso["prometido_para"]
    valores = {
        "nombre": _primer_nombre(carta),
        "asesor": usuario.nombre,
        "folio": str(carta.caso["folio"]),
        "cuando": momento_en_palabras(promesa, ahora) if isinstance(promesa, datetime) and promesa > ahora else "",
    }
    return [
        (una.titulo, respuestas_rapidas.rellenar(una.texto, **valores))
        for una in respuestas_rapidas.activas(app.db, usuario.equipos, ahora)
    ]


def muestra(plantilla: plantillas.Plantilla, valores: Sequence[str]) -> str:
    """Return how a template reads with what is known so far; raise PlantillaInvalida."""
    dichos = [valor.strip() or f"[{dato}]" for valor, dato in zip_longest(valores, plantilla.datos, fillvalue="")]
    return plantillas.ver(plantilla, dichos)


def _plantilla(
    plantilla: plantillas.Plantilla, usuario: Usuario, carta: ficha.Ficha
) -> tuple[plantillas.Plantilla, list[tuple[str, str]], str]:
    """Return a template, (datum, value) of each of its places, and how it reads so far."""
    sabidos = {
        "nombre del cliente": _primer_nombre(carta),
        "tu nombre": usuario.nombre,
        "número del caso": str(carta.caso["folio"]),
    }
    datos = [(dato, sabidos.get(dato, "")[: plantillas.DATO_MAXIMO]) for dato in plantilla.datos]
    try:
        return plantilla, datos, muestra(plantilla, [valor for _, valor in datos])
    except PlantillaInvalida:  # a name of nothing but formatting marks
        return plantilla, [(dato, "") for dato in plantilla.datos], muestra(plantilla, [])


def _primer_nombre(carta: ficha.Ficha) -> str:
    return carta.titular.nombre.split(" ")[0].capitalize()
