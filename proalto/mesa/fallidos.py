"""Dead letters, for who supervises; and the notice that everybody sees while messages do not leave."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from proalto.bootstrap import App
from proalto.formats.dias_habiles import BOGOTA
from proalto.mesa import motivos
from proalto.mesa.permisos import DIRIGEN, MIRAN_CASOS, MIRAN_FALLIDOS, TODOS
from proalto.mesa.sesion import actual, requiere
from proalto.services.mensajeria import fallidos, interruptores
from proalto.services.mensajeria.fallidos import PAGINA, Filtro, NoSeReintenta, Sentido
from proalto.services.mensajeria.interruptores import Detenido
from proalto.services.mensajeria.reglas_de_envio import vigentes
from proalto.services.operacion import lectura_de_nucleo
from proalto.services.operacion.lectura_de_nucleo import Ilegible

PAGINAS = 1000


@dataclass(frozen=True)
class Aviso:
    """What everybody must know: that nothing leaves, what of the lender's data cannot be read, and, for who looks after
    them, how many dead letters wait."""

    detenido: Detenido | None
    ilegibles: list[Ilegible]
    fallidos: int
    ahora: datetime

    @property
    def version(self) -> str:
        return hashlib.sha256(repr((self.detenido, self.ilegibles, self.fallidos)).encode()).hexdigest()[:16]


def aviso(app: App) -> Aviso:
    """Return what the top of each page says to who is asking."""
    with app.db.transaction() as tx:
        suyos = fallidos.cuantos(tx, app.now()) if actual().rol in MIRAN_FALLIDOS else 0
        return Aviso(interruptores.envios_detenidos(tx), lectura_de_nucleo.ilegibles(tx), suyos, app.now())


def blueprint(app: App) -> Blueprint:
    """Return the pages of dead letters."""
    cuarto = Blueprint("fallidos", __name__)
    _mirar(cuarto, app)
    _actuar(cuarto, app)
    return cuarto


def _mirar(cuarto: Blueprint, app: App) -> None:
    @cuarto.get("/fallidos")
    @requiere(*MIRAN_FALLIDOS)
    def todos() -> str:
        return render_template("fallidos.html", **_contenido(app))

    @cuarto.get("/fallidos/lista")
    @requiere(*MIRAN_FALLIDOS)
    def lista() -> str | AnyResponse:
        contenido = _contenido(app)
        if contenido["version"] == request.args.get("v"):
            return Response(status=204)
        return render_template("fallidos_lista.html", **contenido)

    @cuarto.get("/aviso")
    @requiere(*TODOS)
    def general() -> str | AnyResponse:
        uno = aviso(app)
        return Response(status=204) if uno.version == request.args.get("v") else render_template("aviso.html")


def _actuar(cuarto: Blueprint, app: App) -> None:
    @cuarto.post("/fallidos/reintentar")
    @requiere(*DIRIGEN)
    def reintentar() -> AnyResponse:
        hechos, pedidos = 0, _claves()
        for clave in pedidos:
            try:
                fallidos.reintentar(app.db, app.cipher, clave, actual(), app.now())
                hechos += 1
            except NoSeReintenta:
                continue
        _decir(hechos, len(pedidos), "se reintenta", "se reintentan", "ya se había reintentado, o volvería a fallar")
        return redirect(_volver(), 303)

    @cuarto.post("/fallidos/descartar")
    @requiere(*DIRIGEN)
    def descartar() -> AnyResponse:
        hechos, pedidos = 0, _claves()
        for clave in pedidos:
            try:
                fallidos.descartar(app.db, clave, actual(), app.now())
                hechos += 1
            except NoSeReintenta:
                continue
        _decir(hechos, len(pedidos), "quedó descartado", "quedaron descartados", "no se encontró")
        return redirect(_volver(), 303)


def leer_filtro(args: MultiDict[str, str]) -> Filtro:
    """Return the filter of an address; what makes no sense is left out."""
    sentido, motivo, pagina = args.get("sentido", ""), args.get("motivo", ""), args.get("pagina", "")
    return Filtro(
        sentido=Sentido(sentido) if sentido in [uno.value for uno in Sentido] else None,
        motivo=motivo if motivo in motivos.MOTIVOS else None,
        todos=args.get("todos") == "1",
        pagina=min(int(pagina), PAGINAS) if pagina.isdecimal() and len(pagina) < 6 and int(pagina) else 1,
    )


def _contenido(app: App) -> dict[str, object]:
    filtro, ahora = leer_filtro(request.args), app.now()
    unos = fallidos.ver(app.db, filtro, ahora)
    visto = (filtro, unos, ahora.astimezone(BOGOTA).date())  # what was today is yesterday, one day
    return {
        "unos": unos[:PAGINA],
        "hay_mas": len(unos) > PAGINA,
        "filtro": filtro,
        "consulta": _consulta(filtro),
        "siguiente": _consulta(filtro, filtro.pagina + 1),
        "version": hashlib.sha256(repr(visto).encode()).hexdigest()[:16],
        "motivos": motivos,
        "actua": actual().rol in DIRIGEN,
        "lee_conversaciones": actual().rol in MIRAN_CASOS,
        "dias": vigentes().fallidos_dias,
        "ahora": ahora,
    }


def _consulta(filtro: Filtro, pagina: int | None = None) -> str:
    puestos = {
        "sentido": filtro.sentido.value if filtro.sentido else "",
        "motivo": filtro.motivo or "",
        "todos": "1" if filtro.todos else "",
        "pagina": str(pagina or filtro.pagina) if (pagina or filtro.pagina) > 1 else "",
    }
    return urlencode({clave: valor for clave, valor in puestos.items() if valor})


def _claves() -> list[str]:
    return request.form.getlist("cual")[:PAGINA]


def _volver() -> str:
    """Return the page that was being looked at."""
    consulta = _consulta(leer_filtro(request.args))
    return f"/fallidos?{consulta}" if consulta else "/fallidos"


def _decir(hechos: int, pedidos: int, uno: str, varios: str, por_que_no: str) -> None:
    if hechos:
        flash(f"{hechos} {'mensaje' if hechos == 1 else 'mensajes'} {uno if hechos == 1 else varios}.", "bien")
    if pedidos > hechos:
        cuantos = pedidos - hechos
        flash(f"{cuantos} {'mensaje no' if cuantos == 1 else 'mensajes no'}: {por_que_no}.", "ojo")
