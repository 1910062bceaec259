"""What customers agreed with ProAlto about being written to, loaded from a file (Ley 2300 de 2023)."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, Response, abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from proalto.bootstrap import App
from proalto.db.database import DatabaseAway
from proalto.mesa import csv_seguro
from proalto.mesa.permisos import DIRIGEN
from proalto.mesa.sesion import actual, requiere
from proalto.services.contacto import carga_de_acuerdos
from proalto.services.contacto.carga_de_acuerdos import COLUMNAS, IGUAL, NUEVO, TERMINADO, LineasInvalidas
from proalto.services.contacto.lineas_de_acuerdos import LARGO, MAXIMO, ArchivoIlegible, Falla

MUESTRA = 100  # complaints on a page
EJEMPLOS = {
    "canales": ("autoriza", "300 555 0101", "99901101", "whatsapp", "Autorización AC-0153", "2026-03-14"),
    "horarios": ("pacta", "300 555 0101", "99901101", "Libranza LB-900101", "2026-03-14",
                 "Otrosí de horario 1", "2026-04-02", "lunes a sábado", "6:00", "21:00"),
}  # fmt: skip
DEL_ARCHIVO = {
    "vacio": "El archivo no tiene líneas.",
    "no_es_texto": "Eso no es un CSV. En Excel: Guardar como, «CSV (delimitado por comas)».",
    "columnas": "Los títulos no son los de la plantilla: descárgala y pega debajo.",
    "muchas": f"Son más de {MAXIMO} líneas: pártelo en varios archivos.",
}
DE_LA_LINEA = {
    "falta": "está vacío",
    "accion": "no es ninguna de las dos palabras que van ahí",
    "celular": "no es un celular colombiano",
    "cedula": "no es una cédula",
    "canal": "no es whatsapp, sms, llamada ni correo",
    "largo": f"tiene más de {LARGO} letras",
    "fecha": "no es una fecha: escríbela 2026-03-14 o 14/03/2026",
    "futura": "es un día que no ha llegado",
    "hora": "no es una hora: escríbela 7:00 o 18:30",
    "horas": "debe ser más tarde que la hora en que abre",
    "dias": "no son días: escribe «lunes a viernes» o «lunes, miércoles y sábado»",
    "mismo_documento": "es el mismo contrato: la ley pide un documento aparte",
    "no_posterior": "debe ser después de la firma del contrato",
    "repetida": "ya está en otra línea de este archivo",
    "no_es_cliente": "no está entre los clientes de ProAlto",
    "otro_celular": "no es el celular registrado de esa cédula",
    "sin_acuerdo": "no hay nada que terminar: ese celular no tiene ese acuerdo",
}


def blueprint(app: App) -> Blueprint:
    """Return the page of agreements."""
    routes = Blueprint("acuerdos", __name__, url_prefix="/acuerdos")

    @routes.get("")
    @requiere(*DIRIGEN)
    def ver() -> Response:
        return _pagina()

    @routes.get("/plantilla/<clase>")
    @requiere(*DIRIGEN)
    def plantilla(clase: str) -> Response:
        _exigir(clase)
        return csv_seguro.archivo(f"{clase}.csv", [COLUMNAS[clase], EJEMPLOS[clase]])

    @routes.post("/<clase>")
    @requiere(*DIRIGEN)
    def cargar(clase: str) -> AnyResponse:
        _exigir(clase)
        archivo = request.files.get("archivo")
        contenido = archivo.read() if archivo else b""
        try:
            hechas = carga_de_acuerdos.cargar(app.db, app.nucleo, app.cipher, clase, contenido, actual(), app.now())
        except ArchivoIlegible as error:
            return _pagina(clase, DEL_ARCHIVO[str(error)])
        except LineasInvalidas as error:
            return _pagina(clase, fallas=error.fallas)
        except DatabaseAway:
            dicho = "Ahora no se puede comprobar de quién es cada celular: no se cargó nada. Intenta en unos minutos."
            return _pagina(clase, dicho, codigo=503)
        flash(_resumen(hechas), "bien")
        return redirect("/acuerdos", 303)

    return routes


def _exigir(clase: str) -> None:
    if clase not in COLUMNAS:
        abort(404)


def _pagina(clase: str = "", dicho: str = "", fallas: list[Falla] | None = None, codigo: int = 400) -> Response:
    pagina = render_template(
        "acuerdos.html", clase=clase, dicho=dicho, fallas=(fallas or [])[:MUESTRA], cuantas=len(fallas or []),
        palabras_de=DE_LA_LINEA, columnas=COLUMNAS, ejemplos=EJEMPLOS, maximo=MAXIMO,
    )  # fmt: skip
    return Response(pagina, codigo if clase else 200)


def _resumen(hechas: Counter[str]) -> str:
    dichos = {
        NUEVO: ("nuevo", "nuevos"),
        TERMINADO: ("terminado", "terminados"),
        IGUAL: ("que ya estaba", "que ya estaban"),
    }
    partes = [f"{hechas[cual]} {palabras[hechas[cual] > 1]}" for cual, palabras in dichos.items() if hechas[cual]]
    total = sum(hechas.values())
    cargo = "Se cargó 1 línea" if total == 1 else f"Se cargaron {total} líneas"
    return f"{cargo}: {', '.join(partes)}."
