"""The page of a case: read, answered, handed on, closed."""

import re
from datetime import timedelta

import pytest

from tests.services import mundo_de_mesa as mundo
from tests.services.gente import eventos, sql

HTMX = {"HX-Request": "true"}


@pytest.fixture
def caso(app, contacto):
    """An open case of `servicio` whose customer wrote just now."""
    mundo.recibido(app, contacto, "necesito ayuda")
    folio = mundo.caso(app, contacto)
    mundo.reloj_de(app, folio, "respuesta", app.now() - timedelta(minutes=30))
    mundo.reloj_de(app, folio, "solucion", app.now() - timedelta(minutes=30), 480)
    return folio


def texto(respuesta, codigo=200):
    assert respuesta.status_code == codigo, (respuesta.status_code, respuesta.location)
    return respuesta.get_data(as_text=True)


def de_asesor(app, contacto):
    return sql(app, "SELECT clase, estado FROM asistente.mensajes_salientes WHERE contacto_id = %s AND usuario_id IS"
                    " NOT NULL ORDER BY id", contacto.id)  # fmt: skip


def fila(app, folio):
    with app.db.transaction() as tx:
        return tx.one("asistente.ficha.caso", folio=folio)


def auditado(app, objeto):
    return [a for (a,) in sql(app, "SELECT accion FROM asistente.auditoria WHERE objeto = %s ORDER BY id", objeto)]


def clave(pagina):
    return re.search(r'name="clave" value="([^"]+)"', pagina)[1]


def test_se_ve_la_conversacion_la_ficha_y_hasta_cuando_se_puede_escribir(mesa, caso, contacto):
    pagina = texto(mesa("laura").get(f"/casos/{caso}"))
    dichos = ("necesito ayuda", "quedan 1 h 30 min", "hasta mañana a las 9:45 a. m.", "quedan 23 h 45 min")
    for dicho in (*dichos, "Habla el asistente", "••••" + contacto.address.phone[-4:], "Revelar teléfono"):
        assert dicho in pagina, dicho
    assert contacto.address.phone not in pagina


def test_responder_toma_la_conversacion_y_dos_clics_son_un_mensaje(app, mesa, caso, contacto):
    laura = mesa("laura")
    campos = {"texto": "Hola, soy Laura", "clave": clave(texto(laura.get(f"/casos/{caso}")))}
    for _ in range(2):
        respuesta = laura.envia(f"/casos/{caso}/responder", **campos)
        assert (respuesta.status_code, respuesta.location) == (303, f"/casos/{caso}")
    assert de_asesor(app, contacto) == [("asesor", "pendiente")]
    pagina = texto(laura.get(f"/casos/{caso}"))
    assert "Habla una persona: tú" in pagina and "lo tienes tú" in pagina and "en cola" in pagina
    assert fila(app, caso)["respondido_en"] is not None


def test_con_htmx_vuelve_el_formulario_limpio_y_con_otra_clave(mesa, caso):
    laura = mesa("laura")
    campos = {"texto": "Hola", "clave": "una", "csrf_token": laura.ficha()}
    respuesta = laura.post(f"/casos/{caso}/responder", data=campos, headers=HTMX)
    pieza = texto(respuesta)
    assert respuesta.headers["HX-Trigger"] == "dialogo-cambio" and pieza.lstrip().startswith('<div id="responder">')
    assert "Hola</textarea>" not in pieza and clave(pieza) != "una"


@pytest.mark.parametrize("htmx", [True, False])
def test_lo_que_no_se_pudo_enviar_no_se_pierde(app, mesa, caso, contacto, htmx):
    laura, largo = mesa("laura"), "<b>x" + "a" * 4096
    campos = {"texto": largo, "clave": "c", "csrf_token": laura.ficha()}
    respuesta = laura.post(f"/casos/{caso}/responder", data=campos, headers=HTMX if htmx else {})
    pagina = texto(respuesta, 200 if htmx else 422)
    assert "&lt;b&gt;x" + "a" * 4096 in pagina and "Escribe algo de hasta" in pagina and 'role="alert"' in pagina
    assert de_asesor(app, contacto) == []


def test_con_la_ventana_cerrada_solo_hay_plantillas(app, mesa, caso, contacto, reloj):
    reloj.pasa(hours=24)
    laura = mesa("laura")
    pagina = texto(laura.get(f"/casos/{caso}"))
    assert "Ventana cerrada" in pagina and 'name="texto"' not in pagina
    assert "ya no deja escribirle" in texto(laura.envia(f"/casos/{caso}/responder", texto="x", clave="c"), 422)
    vista = laura.envia(f"/casos/{caso}/muestra", nombre="retomar_caso", valor=["<b>Ana", "Laura", ""])
    assert laura.get(f"/casos/{caso}/muestra?nombre=retomar_caso&valor=Ana").status_code == 405  # never in an address
    assert "Hola, &lt;b&gt;Ana. Te escribe Laura" in texto(vista) and "[número del caso]" in texto(vista)
    campos = {"nombre": "retomar_caso", "valor": ["Ana", "Laura Gómez", caso], "clave": "p"}
    assert laura.envia(f"/casos/{caso}/plantilla", **campos).status_code == 303
    assert de_asesor(app, contacto) == [("plantilla", "pendiente")]
    assert "llena todos sus datos" in texto(laura.envia(f"/casos/{caso}/plantilla", **(campos | {"valor": "Ana"})), 422)


def test_las_respuestas_rapidas_van_con_sus_datos(app, mesa, contacto, nucleo):
    mundo.recibido(app, contacto, "hola")
    folio = mundo.caso(app, contacto, cedula=nucleo.cliente(nombres="ROSA Elena"))
    pagina = texto(mesa("laura").get(f"/casos/{folio}"))
    rapidas = re.findall(r'data-rapida="([^"]*)"', pagina)
    assert rapidas and not any("{" in dicha for dicha in rapidas)
    assert any("Rosa" in dicha or "Laura" in dicha or folio in dicha for dicha in rapidas)


def test_una_nota_no_llega_al_cliente_y_se_guarda_una_vez(app, mesa, caso, contacto):
    laura = mesa("laura")
    for _ in range(2):
        assert laura.envia(f"/casos/{caso}/nota", nota="Ojo: <i>llamar</i>").status_code == 303
    pagina = texto(laura.get(f"/casos/{caso}"))
    assert pagina.count("Ojo: &lt;i&gt;llamar&lt;/i&gt;") == 1 and "Nota interna · Laura Gómez" in pagina
    assert sql(app, "SELECT 1 FROM asistente.mensajes_salientes WHERE contacto_id = %s", contacto.id) == []
    assert "Escribe una nota" in texto(laura.envia(f"/casos/{caso}/nota", nota="  "), 422)


def test_tomar_pausar_reanudar_y_cambiar_el_dano(app, mesa, caso):
    laura = mesa("laura")
    assert laura.envia(f"/casos/{caso}/tomar").status_code == 303
    assert fila(app, caso)["usuario_id"] == laura.usuario.id
    laura.envia(f"/casos/{caso}/pausar")
    assert "en pausa" in texto(laura.get(f"/casos/{caso}"))
    laura.envia(f"/casos/{caso}/reanudar")
    assert fila(app, caso)["estado"] == "abierto"
    laura.envia(f"/casos/{caso}/dano", dano="economico")
    assert fila(app, caso)["dano"] == "economico"
    assert "Elige el daño" in texto(laura.envia(f"/casos/{caso}/dano", dano="otro"), 422)


def test_transferir_a_otro_equipo_deja_el_porque_y_ya_no_se_ve(app, mesa, caso, demo):
    laura = mesa("laura")
    malo = {"equipo": "fraude", "a": str(laura.usuario.id), "motivo": "es un fraude"}
    pagina = texto(laura.envia(f"/casos/{caso}/transferir", **malo), 422)
    assert "no es de ese equipo" in pagina and "es un fraude</textarea>" in pagina
    bueno = malo | {"a": str(demo["andres"].id)}
    assert laura.envia(f"/casos/{caso}/transferir", **bueno).location == "/casos"
    assert laura.envia(f"/casos/{caso}/transferir", **bueno).location == "/casos"
    assert laura.get(f"/casos/{caso}").status_code == 403
    pagina = texto(mesa("andres").get(f"/casos/{caso}"))
    assert pagina.count("es un fraude") == 1 and "Laura Gómez transfirió el caso" in pagina
    assert eventos(app, mundo.caso_id(app, caso)).count("caso_transferido") == 1


def test_cerrar_con_ultimas_palabras_y_reabrir(app, mesa, caso, contacto):
    laura = mesa("laura")
    adios = {"despedida": "Que estés bien", "clave": "fin"}
    pagina = texto(laura.envia(f"/casos/{caso}/cerrar", causa="", **adios), 422)
    assert "Elige la causa" in pagina and "Que estés bien</textarea>" in pagina and de_asesor(app, contacto) == []
    for _ in range(2):
        assert laura.envia(f"/casos/{caso}/cerrar", causa="informacion", **adios).status_code == 303
    assert de_asesor(app, contacto) == [("asesor", "pendiente")]
    assert (fila(app, caso)["estado"], fila(app, caso)["causa"]) == ("cerrado", "informacion")
    pagina = texto(laura.get(f"/casos/{caso}"))
    assert "Reabrir el caso" in pagina and 'name="texto"' not in pagina
    for _ in range(2):
        assert laura.envia(f"/casos/{caso}/reabrir").status_code == 303
    assert fila(app, caso)["estado"] == "en_atencion"


def test_se_devuelve_al_asistente_sin_cerrar(app, mesa, caso):
    laura = mesa("laura")
    laura.envia(f"/casos/{caso}/responder", texto="Hola", clave="a")
    for _ in range(2):
        assert laura.envia(f"/casos/{caso}/devolver").status_code == 303
    assert "Habla el asistente" in texto(laura.get(f"/casos/{caso}"))
    assert auditado(app, f"caso:{caso}").count("conversacion_devuelta") == 1


def test_revelar_se_audita_y_pide_su_formulario(app, mesa, contacto, nucleo):
    cedula = nucleo.cliente()
    folio = mundo.caso(app, contacto, cedula=cedula)
    mundo.recibido(app, contacto, f"soy {cedula}")
    laura = mesa("laura")
    assert cedula not in texto(laura.get(f"/casos/{folio}"))
    assert laura.get(f"/casos/{folio}/revelar").status_code == 405
    assert laura.post(f"/casos/{folio}/revelar").status_code == 400
    assert auditado(app, f"caso:{folio}") == []
    pagina = texto(laura.envia(f"/casos/{folio}/revelar"))
    assert contacto.address.phone in pagina and f"soy {cedula}" in pagina
    assert auditado(app, f"caso:{folio}") == ["datos_revelados"]


def test_el_refresco_trae_lo_nuevo_y_si_no_nada(app, mesa, caso, contacto):
    laura = mesa("laura")
    version = re.search(r"vivo\?v=(\w+)", texto(laura.get(f"/casos/{caso}")))[1]
    vivo = f"/casos/{caso}/vivo?v={version}&forma=False-True"
    assert laura.get(vivo, headers={"X-Refresco": "1"}).status_code == 204
    mundo.recibido(app, contacto, "¿hay alguien?")
    pieza = texto(laura.get(vivo))
    assert "¿hay alguien?" in pieza and 'hx-swap-oob="innerHTML"' in pieza and "cambió mientras" not in pieza
    assert "<textarea" not in pieza
    mundo.cambiar(app, "casos", f"folio = '{caso}'", estado="cerrado", cerrado_en=app.now(), causa="otra")
    assert "cambió mientras lo veías" in texto(laura.get(vivo))


def test_los_mensajes_anteriores_se_piden_aparte(app, mesa, caso, contacto):
    for i in range(120):
        mundo.recibido(app, contacto, f"mensaje {i:03d}", app.now() - timedelta(hours=2) + timedelta(seconds=i))
    laura = mesa("laura")
    pagina = texto(laura.get(f"/casos/{caso}"))
    assert "mensaje 119" in pagina and "mensaje 003" not in pagina
    enlace = re.search(r'href="(/casos/[^"]+anteriores[^"]+)"', pagina)[1]
    assert "mensaje 003" in texto(laura.get(enlace)) and "<html" in texto(laura.get(enlace))
    assert "<html" not in texto(laura.get(enlace, headers=HTMX))
    assert laura.get(f"/casos/{caso}/anteriores?antes=ayer").status_code == 400


def test_un_mensaje_que_no_llego_dice_por_que(app, mesa, caso, contacto):
    mundo.enviado(app, contacto, "hola", estado="fallido", error_codigo=131026)
    assert "no tiene WhatsApp o no lo ha actualizado" in texto(mesa("laura").get(f"/casos/{caso}"))


def test_el_caso_de_otro_equipo_y_el_que_no_existe(app, mesa):
    ajeno = mundo.caso(app, equipo="fraude")
    laura = mesa("laura")
    assert laura.get(f"/casos/{ajeno}").status_code == 403
    assert laura.get(f"/casos/{ajeno}/vivo").status_code == 403
    assert laura.get("/casos/A-NOESTA").status_code == 404
    assert laura.envia(f"/casos/{ajeno}/responder", texto="hola", clave="x").location == "/casos"


def test_sin_su_formulario_nada_cambia(app, mesa, caso, contacto):
    laura = mesa("laura")
    actos = ("responder", "nota", "tomar", "cerrar", "transferir", "pausar", "devolver", "dano", "plantilla", "muestra")
    for ruta in actos:
        assert laura.post(f"/casos/{caso}/{ruta}", data={"texto": "x", "clave": "y"}).status_code == 400
    assert de_asesor(app, contacto) == [] and fila(app, caso)["usuario_id"] is None


def test_solo_a_quien_quiere_un_credito_se_le_anota_una_llamada(app, mesa, caso, contacto):
    laura = mesa("laura")
    assert "Ya hablé por teléfono" not in texto(laura.get(f"/casos/{caso}"))
    lead = mundo.caso(app, contacto, tipo="credito_nuevo", equipo="comercial")
    assert "Ya hablé por teléfono" in texto(laura.get(f"/casos/{lead}"))
    assert laura.envia(f"/casos/{lead}/llamada").status_code == 303
    pagina = texto(laura.get(f"/casos/{lead}"))
    assert "Ya hablé por teléfono" not in pagina and "en atención" in pagina


def test_los_botones_de_un_caso_cambian_solos_cuando_la_conversacion_cambia_de_manos(app, mesa, caso):
    laura = mesa("laura")
    pagina = texto(laura.get(f"/casos/{caso}"))
    sonda = re.search(r'hx-get="([^"]+/vivo[^"]+)"', pagina)[1].replace("&amp;", "&")
    assert "Devolver al asistente" not in pagina
    laura.envia(f"/casos/{caso}/responder", texto="Hola", clave=clave(pagina))
    assert "Devolver al asistente" in texto(laura.get(sonda, headers=HTMX))


def test_desde_otro_caso_del_cliente_no_se_quita_la_conversacion_a_otro_equipo(app, mesa, caso, contacto, demo):
    fraude = mundo.caso(app, contacto, tipo="fraude", equipo="fraude")
    mundo.en_manos_de(app, fraude, demo["andres"].id)
    assert mesa("laura").envia(f"/casos/{caso}/devolver").status_code == 403
    assert sql(app, "SELECT habla FROM asistente.conversaciones WHERE contacto_id = %s", contacto.id) == [("persona",)]
    assert mesa("marta").envia(f"/casos/{caso}/devolver").status_code == 303
    assert sql(app, "SELECT habla FROM asistente.conversaciones WHERE contacto_id = %s", contacto.id) == [
        ("asistente",)
    ]


def test_otras_palabras_en_una_pagina_de_antes_no_se_pierden(app, mesa, caso, contacto):
    """The browser's back button brings the form with its old `clave`."""
    laura = mesa("laura")
    for texto_ in ("Hola, soy Laura", "¿Cuál es tu pagaduría?", "¿Cuál es tu pagaduría?"):
        laura.envia(f"/casos/{caso}/responder", texto=texto_, clave="la-misma")
    assert len(de_asesor(app, contacto)) == 2
