"""The desk in a real browser: hostile text, accessibility, keys, and a page that moves under nobody's hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice

import pytest
from playwright.sync_api import Browser, expect

from proalto.bootstrap import App
from proalto.services.atencion import alertas
from proalto.services.credito.tramites import DATOS
from proalto.services.identificacion.contactos import Contacto
from proalto.services.mensajeria import interruptores
from proalto.services.mesa import cuentas_demo
from proalto.services.mesa.usuarios import todos as personas
from proalto.whatsapp import payloads
from proalto.whatsapp.payloads import Option
from tests.conftest import Nucleo, nuevo_contacto, nuevo_wamid
from tests.gateways.archivos.buenos_pdf import GRUPOS
from tests.navegador import hostiles
from tests.navegador.escritorio import PANTALLAS, Escritorio, entrar, servida
from tests.services import mundo_de_mesa as mundo

pytestmark = pytest.mark.navegador
# Long, for two busy cores: that a page appears by itself is tested here, how soon is `make bench`'s.
ESPERA = 20_000
RARO = "[onerror], [onload], [ontoggle], [onfocus], [onclick], base, main :is(script, iframe, object, embed, style)"


@pytest.fixture
def escritorio(app: App, navegador: Browser) -> Iterator[Callable[..., Escritorio]]:
    """`escritorio("laura", "celular")`: the desk as that person sees it there."""
    cuentas_demo.cargar(app.db, app.cipher, app.now(), demo=True)
    gente = {uno.usuario: uno for uno in personas(app.db)}
    abiertos: list[Escritorio] = []
    with servida(app) as url:

        def abrir(quien: str = "laura", pantalla: str = "escritorio") -> Escritorio:
            abiertos.append(entrar(app, navegador, url, gente[quien], pantalla))
            return abiertos[-1]

        yield abrir
        for uno in abiertos:
            uno.anotar_violaciones()
            uno.pagina.context.close()
    assert [mal for uno in abiertos for mal in uno.males] == []


@pytest.fixture
def caso(app: App, nucleo: Nucleo) -> str:
    """A case with everything that a page of it may show."""
    return caso_completo(app, nucleo)


def caso_completo(app: App, nucleo: Nucleo) -> str:
    contacto, ahora = nuevo_contacto(app), app.now()
    cedula = nucleo.cliente(
        nombres="Rosa Elena", apellidos="Quintero", municipio="Cali", departamento="Valle del Cauca"
    )
    nucleo.credito(cedula)
    nucleo.credito(cedula, estado="en_mora", dias_mora=12)
    gente = {uno.usuario: uno for uno in personas(app.db)}
    folio = mundo.caso(app, contacto, cedula=cedula, prioridad=2, tipo="queja", gestion="consultar_saldo",
                       reincidencias=1, dejado="Dice que le descontaron dos veces en octubre")  # fmt: skip
    mundo.reloj_de(app, folio, "respuesta", ahora - timedelta(minutes=100))
    mundo.reloj_de(app, folio, "solucion", ahora - timedelta(minutes=100), 480)
    mundo.caso(app, contacto, estado="cerrado", cerrado_en=ahora, causa="informacion")
    hace = lambda minutos: ahora - timedelta(minutes=minutos)  # noqa: E731
    mundo.recibido(app, contacto, "Buenos días, me descontaron dos veces", hace(50))
    opciones = [Option("1", "Mi saldo"), Option("2", "Un asesor")]
    mundo.enviado(app, contacto, payloads.buttons("Entiendo. ¿Qué quieres hacer?", opciones), hace(49))
    mundo.recibido(app, contacto, opcion_id="2", opcion_titulo="Un asesor", tipo="interactive", cuando=hace(48))
    mundo.suceso(app, folio, "caso_abierto", hace(47))
    mundo.nota(app, folio, gente["laura"].id, "Revisar la nómina de octubre antes de llamar.", hace(40))
    mundo.suceso(app, folio, "persona_toma", hace(31), gente["laura"].id)
    for minuto, estado in ((30, "leido"), (29, "entregado"), (28, "aceptado"), (27, "pendiente"), (26, "fallido")):
        mundo.enviado(app, contacto, f"Hola, Rosa. Ya lo reviso ({minuto}).", hace(minuto), clase="asesor",
                      usuario_id=gente["laura"].id, estado=estado,
                      error_codigo=131026 if estado == "fallido" else None)  # fmt: skip
    mundo.documento(app, contacto, next(c for _, c in GRUPOS[0]()), archivo="desprendible octubre.pdf",
                    leyenda="este es", cuando=hace(20))  # fmt: skip
    datos = {"nombres": "Rosa Elena Quintero", "documento_identidad": cedula, "monto": "5000000", "plazo": "36"}
    mundo.insertar(
        app,
        "tramites",
        contacto_id=contacto.id,
        producto="credito_nuevo",
        wamid_origen=nuevo_wamid(),
        datos=app.cipher.seal(datos, DATOS, de=contacto.id),
        creado_en=ahora,
        actualizado_en=ahora,
    )
    mundo.recibido(app, contacto, "¿Me pueden ayudar hoy?", hace(5))
    return folio


def llenar_cola(app: App, nucleo: Nucleo) -> None:
    for i, minutos in enumerate((20, 70, 100, 150)):
        folio = mundo.caso(app, prioridad=i + 1, tipo=("fraude", "asesor", "no_entendido", "otro")[i],
                           cedula=nucleo.cliente(nombres="Ana Lucía") if i else None)  # fmt: skip
        mundo.reloj_de(app, folio, "respuesta", app.now() - timedelta(minutes=minutos))
        mundo.reloj_de(app, folio, "solucion", app.now() - timedelta(minutes=minutos), 1080)
        with app.db.transaction() as tx:
            alertas.alertar(tx, mundo.caso_id(app, folio), "ans_80:respuesta", app.now())


def llenar_fallidos(app: App, reciente: Contacto, viejo: Contacto) -> None:
    """One of each kind, tried again or not, while Meta takes none of our messages."""
    mundo.recibido(app, reciente, "¿cuánto debo?", estado="fallido")
    for contacto, clase, motivo, codigo in (
        (viejo, "respuesta", "ventana", 131047), (reciente, "asesor", "rechazado", 131026),
        (reciente, "novedad", "incierto", None), (reciente, "codigo", "caducado", None),
        (reciente, "plantilla", "rechazado", 131050), (reciente, "respuesta", "caducado", 131000),
    ):  # fmt: skip
        numero = mundo.enviado(app, contacto, "hola", clase=clase, estado="fallido", motivo=motivo, error_codigo=codigo)
    mundo.enviado(app, reciente, "hola", estado="entregado", reintenta_a=numero)
    with app.db.transaction() as tx:
        interruptores.detener_envios(tx, 190)


@pytest.mark.parametrize("pantalla", list(PANTALLAS))
def test_cada_pagina_es_accesible_y_cabe(app, nucleo, escritorio, pantalla):
    marta, folio = escritorio("marta", pantalla), caso_completo(app, nucleo)
    llenar_cola(app, nucleo)
    bot = nuevo_contacto(app)
    mundo.recibido(app, bot, "hola, quiero saber cuánto debo")
    viejo = nuevo_contacto(app)
    mundo.recibido(app, viejo, "hola", app.now() - timedelta(days=2))
    sin_ventana = mundo.caso(app, viejo)
    (documento,) = [fila["id"] for fila in filas_de(app, folio)]
    llenar_fallidos(app, bot, viejo)
    rutas = {
        "cola": "/casos", "cola-vacia": "/casos?tipo=crisis", "caso": f"/casos/{folio}",
        "plantilla": f"/casos/{sin_ventana}", "conversaciones": "/conversaciones",
        "charla": f"/conversaciones/{bot.id}", "documento": f"/documentos/{documento}",
        "fallidos": "/fallidos?todos=1", "fallidos-ninguno": "/fallidos?motivo=ilegible",
    }  # fmt: skip
    quejas = []
    for nombre, ruta in rutas.items():
        pagina = marta.abrir(ruta)
        if nombre == "caso":
            for plegado in pagina.locator("details").all():
                plegado.evaluate("algo => { algo.open = true; }")
        pagina.wait_for_load_state("networkidle") if nombre == "documento" else pagina.wait_for_timeout(200)
        marta.captura(f"{pantalla}-{nombre}")
        quejas += [f"{nombre}: {queja}" for queja in marta.accesibilidad()]
        ancho = pagina.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        quejas += [f"{nombre}: se sale {ancho} px"] * (ancho > 0)
    assert quejas == []


def filas_de(app: App, folio: str) -> list[dict[str, object]]:
    with app.db.transaction() as tx:
        contacto_id = tx.one("asistente.ficha.caso", folio=folio)["contacto_id"]
        return tx.all("asistente.ficha.documentos", contacto_id=contacto_id)


def test_lo_hostil_se_lee_y_nada_mas(app, nucleo, escritorio):
    textos = list(hostiles.todos())
    assert len(set(textos)) >= 200
    laura = escritorio()
    quien = next(uno for uno in personas(app.db) if uno.usuario == "laura")
    en_grupos = iter(textos)
    folios, documentos = [], []
    while grupo := list(islice(en_grupos, 45)):
        contacto = nuevo_contacto(app)
        cedula = nucleo.cliente(nombres=grupo[0], apellidos=grupo[1], municipio=grupo[2])
        folio = mundo.caso(app, contacto, cedula=cedula, dejado=grupo[3])
        for i, texto in enumerate(grupo):
            cuando = app.now() - timedelta(minutes=10, seconds=-i)
            mundo.recibido(app, contacto, texto, cuando)
            mundo.recibido(app, contacto, tipo="image", media_id="1", leyenda=texto, archivo=texto, cuando=cuando)
        for texto in grupo[:6]:
            mundo.nota(app, folio, quien.id, texto)
            mundo.recibido(app, contacto, opcion_id="x", opcion_titulo=texto)
            mundo.enviado(app, contacto, texto)
        datos = {"nombres": grupo[4], "municipio": grupo[5], "pagaduria": grupo[6]}
        mundo.insertar(
            app,
            "tramites",
            contacto_id=contacto.id,
            producto="credito_nuevo",
            wamid_origen=nuevo_wamid(),
            datos=app.cipher.seal(datos, DATOS, de=contacto.id),
            creado_en=app.now(),
            actualizado_en=app.now(),
        )
        documentos.append(mundo.documento(app, contacto, next(c for _, c in GRUPOS[0]()), archivo=grupo[7],
                                          leyenda=grupo[8]))  # fmt: skip
        folios.append(folio)
    for nombre in textos:
        mundo.caso(app, cedula=nucleo.cliente(nombres=nombre.replace(" ", "\u00a0")))
        mundo.recibido(app, nuevo_contacto(app), nombre)
    rutas = ["/casos", "/conversaciones", *(f"/casos/{folio}" for folio in folios)]
    for ruta in [*rutas, *(f"/documentos/{uno}" for uno in documentos)]:
        pagina = laura.abrir(ruta)
        pagina.wait_for_timeout(150)
        assert pagina.locator(RARO).count() == 0, ruta
        for ancla in pagina.locator("main a").all():
            assert (ancla.get_attribute("href") or "").startswith("/"), ruta
    assert laura.pagina.context.pages == [laura.pagina]


def test_la_cola_se_maneja_con_el_teclado(app, nucleo, escritorio):
    llenar_cola(app, nucleo)
    pagina = escritorio().abrir("/casos")
    casos = pagina.locator("[data-caso]")
    pagina.keyboard.press("j")
    expect(casos.nth(0)).to_be_focused()
    pagina.keyboard.press("ArrowDown")
    expect(casos.nth(1)).to_be_focused()
    pagina.keyboard.press("k")
    expect(casos.nth(0)).to_be_focused()
    mundo.caso(app, prioridad=4)  # the list is made anew under the focus
    pagina.wait_for_timeout(2500)
    expect(casos.nth(0)).to_be_focused()
    pagina.keyboard.press("/")
    expect(pagina.locator("#quien")).to_be_focused()
    pagina.locator("h1").click()
    pagina.keyboard.press("?")
    expect(pagina.locator("dialog.ayuda")).to_be_visible()
    pagina.keyboard.press("Escape")
    pagina.keyboard.press("j")
    folio = casos.nth(0).inner_text()
    pagina.keyboard.press("Enter")
    pagina.wait_for_url(f"**/casos/{folio}")


def test_un_caso_nuevo_aparece_solo(app, escritorio):
    pagina = escritorio().abrir("/casos")
    folio = mundo.caso(app, prioridad=1)
    expect(pagina.locator(f"#caso-{folio}")).to_be_visible(timeout=ESPERA)


def test_lo_que_llega_no_quita_el_foco_ni_lo_escrito_ni_el_lugar(app, nucleo, escritorio, caso):
    with app.db.transaction() as tx:
        contacto_id = tx.one("asistente.ficha.caso", folio=caso)["contacto_id"]
    contacto = nuevo_contacto(app)
    contacto = type(contacto)(contacto_id, contacto.address, contacto.wamid)
    for i in range(40):
        mundo.recibido(app, contacto, f"línea {i}", app.now() - timedelta(hours=3, seconds=-i))
    pagina = escritorio().abrir(f"/casos/{caso}")
    texto, dialogo = pagina.locator("#texto"), pagina.locator("#dialogo")
    texto.fill("Hola, Rosa: estoy escri")
    dialogo.evaluate("algo => { algo.scrollTop = 100; }")
    texto.focus()
    mundo.recibido(app, contacto, "¿sigues ahí?", app.now())
    expect(dialogo.get_by_text("¿sigues ahí?")).to_be_attached(timeout=ESPERA)
    expect(texto).to_be_focused()
    expect(texto).to_have_value("Hola, Rosa: estoy escri")
    assert dialogo.evaluate("algo => algo.scrollTop") == 100
    expect(pagina.locator("[data-nuevos]")).to_be_visible()
    pagina.locator("[data-nuevos] button").click()
    expect(dialogo.get_by_text("¿sigues ahí?")).to_be_in_viewport()
    texto.focus()
    pagina.keyboard.press("End")
    pagina.keyboard.type("biendo")
    pagina.keyboard.press("Control+Enter")
    expect(dialogo.get_by_text("Hola, Rosa: estoy escribiendo")).to_be_visible(timeout=ESPERA)
    expect(texto).to_have_value("")
    expect(texto).to_be_focused()


def test_un_borrador_vuelve_si_la_sesion_se_acaba(app, escritorio, caso):
    laura = escritorio()
    pagina = laura.abrir(f"/casos/{caso}")
    pagina.locator("#texto").fill("un párrafo largo")
    pagina.reload()
    expect(pagina.locator("#texto")).to_have_value("un párrafo largo")


def test_sin_guiones_tambien_se_atiende(app, nucleo, navegador, escritorio, caso):
    laura = escritorio()
    contexto = navegador.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    contexto.add_cookies(laura.pagina.context.cookies())
    pagina = contexto.new_page()
    pagina.goto(f"{laura.url}/casos")
    pagina.locator(f"#caso-{caso}").click()
    pagina.locator("#texto").fill("Hola sin guiones")
    pagina.get_by_role("button", name="Enviar", exact=True).click()
    expect(pagina.locator("#dialogo")).to_contain_text("Hola sin guiones")
    expect(pagina.locator(".ficha .sabido").first).to_be_visible()
    contexto.close()


def test_la_plantilla_se_ve_mientras_se_llena_y_lo_escrito_no_va_en_ninguna_direccion(app, escritorio):
    viejo = nuevo_contacto(app)
    mundo.recibido(app, viejo, "hola", app.now() - timedelta(days=2))
    pagina = escritorio().abrir(f"/casos/{mundo.caso(app, viejo)}")
    direcciones: list[str] = []
    pagina.on("request", lambda pedido: direcciones.append(pedido.url))
    pagina.get_by_text("Pedir un documento").click()
    plantilla = pagina.locator("form").filter(has=pagina.locator("[value=pedir_documento]"))
    plantilla.get_by_label("Documento que falta").fill("la cédula de Ñandú")
    expect(plantilla.locator(".muestra")).to_contain_text("este documento: la cédula de Ñandú")
    assert any(direccion.endswith("/muestra") for direccion in direcciones)
    assert not [direccion for direccion in direcciones if "and" in direccion.rpartition("/")[2]]


def test_el_aviso_de_que_nada_sale_aparece_y_se_va_solo(app, escritorio):
    with app.db.transaction() as tx:
        interruptores.reanudar_envios(tx)
    pagina = escritorio().abrir("/casos")
    aviso = pagina.get_by_text("WhatsApp no acepta nuestros mensajes")
    expect(aviso).to_have_count(0)
    with app.db.transaction() as tx:
        interruptores.detener_envios(tx, 190)
    expect(aviso).to_be_visible(timeout=ESPERA)
    with app.db.transaction() as tx:
        interruptores.reanudar_envios(tx)
    expect(aviso).to_have_count(0, timeout=ESPERA)


def test_un_fallido_se_reintenta_desde_la_pagina_y_se_ve_que_fue_de_el(app, escritorio):
    contacto = nuevo_contacto(app)
    mundo.recibido(app, contacto, "hola")
    numero = mundo.enviado(app, contacto, "hola", estado="fallido", motivo="rechazado", error_codigo=131026)
    pagina = escritorio("marta").abrir("/fallidos?todos=1")
    pagina.click(f"#reintentar-saliente-{numero}")
    expect(pagina.get_by_role("status")).to_contain_text("1 mensaje se reintenta.", timeout=ESPERA)
    mundo.cambiar(app, "mensajes_salientes", f"reintenta_a = {numero}", estado="entregado")
    expect(pagina.get_by_text("reintentado: le llegó").first).to_be_visible(timeout=ESPERA)
