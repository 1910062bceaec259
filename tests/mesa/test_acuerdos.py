"""What customers agreed about being written to is loaded whole or not at all, by who supervises, in the audit."""

import io
from dataclasses import replace
from datetime import datetime, time, timezone

import pytest

from proalto.db.database import Database
from proalto.services.contacto import acuerdos_de_contacto
from proalto.services.identificacion.contactos import identificar
from proalto.services.mesa.usuarios import Rol
from proalto.whatsapp.address import Address
from tests.mesa.conftest import navegante
from tests.services.gente import sql

CANALES = "accion,celular,cedula,canal,documento,informado_en"
HORARIOS = "accion,celular,cedula,contrato,contrato_firmado_en,instrumento,instrumento_firmado_en,dias,abre,cierra"


@pytest.fixture
def marta(mesa):
    return mesa(Rol.SUPERVISOR)


@pytest.fixture
def clientes(app, nucleo):
    """Three customers: (mobile, cédula)."""
    serie = int(nucleo.cliente())
    celulares = [f"57310{(serie * 7 + n) % 10**7:07d}" for n in range(3)]
    return [(celular, nucleo.cliente(celular=celular)) for celular in celulares]


def subir(quien, clase, texto, codificado="utf-8"):
    contenido = texto if isinstance(texto, bytes) else texto.encode(codificado)
    return quien.envia(f"/acuerdos/{clase}", archivo=(io.BytesIO(contenido), "acuerdos.csv"))


def dicho(respuesta, codigo=400):
    assert respuesta.status_code == codigo
    return respuesta.get_data(as_text=True)


def cuantos(app, tabla="canales_autorizados"):
    ((n,),) = sql(app, f"SELECT count(*) FROM asistente.{tabla} WHERE terminado_en IS NULL")  # noqa: S608
    return n


def canal(celular, cedula, accion="autoriza", canal="whatsapp", documento="AC-1", dia="2026-03-14"):
    return f"{accion},{celular},{cedula},{canal},{documento},{dia}"


def autorizado(app, celular, cedula, cual="whatsapp"):
    huella = app.cipher.keyed_hash("cedula", cedula)
    with app.db.transaction() as tx:
        contacto_id = identificar(tx, app.cipher, Address(phone=celular))
        return acuerdos_de_contacto.canal_autorizado(tx, contacto_id, cual, app.now(), huella)


def test_cada_linea_autoriza_a_ese_chat_y_por_esa_persona_y_queda_quien_lo_cargo(app, marta, clientes):
    (uno, ana), (otro, luz), (tercero, eva) = clientes
    respuesta = subir(marta, "canales", "\n".join([CANALES, canal(uno, ana), canal(f"+{otro}", luz, canal="SMS")]))
    assert (respuesta.status_code, respuesta.location) == (303, "/acuerdos")
    assert "Se cargaron 2 líneas: 2 nuevos." in dicho(marta.get("/acuerdos"), 200)
    assert autorizado(app, uno, ana) and autorizado(app, otro, luz, "sms")
    assert not autorizado(app, otro, luz) and not autorizado(app, uno, luz) and not autorizado(app, tercero, eva)
    lineas = sql(
        app, "SELECT accion, detalle FROM asistente.auditoria WHERE usuario_id = %s ORDER BY id", marta.usuario.id
    )
    assert [accion for accion, _ in lineas] == ["canal_autorizado", "canal_autorizado", "acuerdos_cargados"]
    assert not any(ana in str(detalle) or uno in str(detalle) for _, detalle in lineas)


def test_cargar_lo_mismo_otra_vez_no_cambia_nada_y_terminar_lo_quita(app, marta, clientes):
    (uno, ana), *_ = clientes
    for esperado in ("1 nuevo", "1 que ya estaba"):
        subir(marta, "canales", f"{CANALES}\n{canal(uno, ana)}")
        assert f"Se cargó 1 línea: {esperado}." in dicho(marta.get("/acuerdos"), 200)
    subir(marta, "canales", f"{CANALES}\n{canal(uno, ana, 'termina', documento='', dia='')}")
    assert "1 terminado" in dicho(marta.get("/acuerdos"), 200) and not autorizado(app, uno, ana)
    pagina = dicho(subir(marta, "canales", f"{CANALES}\n{canal(uno, ana, 'termina')}"))
    assert "no hay nada que terminar" in pagina


def test_con_una_linea_mala_no_se_carga_ninguna_y_se_dice_cual_y_por_que(app, marta, clientes):
    (uno, ana), (otro, luz), _ = clientes
    antes, lineas = cuantos(app), [CANALES, canal(uno, ana), canal(otro, luz, canal="fax", dia="31/02/2026")]
    pagina = dicho(subir(marta, "canales", "\n".join(lineas)))
    assert "No se cargó nada: hay 2 cosas por corregir" in pagina
    assert '">fax</td><td data-de="Qué pasa">no es whatsapp' in pagina and '<td data-de="Línea">3</td>' in pagina
    assert '<td data-de="Línea">2</td>' not in pagina
    assert cuantos(app) == antes and not autorizado(app, uno, ana)


def test_si_la_ultima_no_tiene_que_terminar_tampoco_queda_la_primera(app, marta, clientes):
    (uno, ana), (otro, luz), _ = clientes
    antes = cuantos(app)
    pagina = dicho(subir(marta, "canales", "\n".join([CANALES, canal(uno, ana), canal(otro, luz, "termina")])))
    assert "hay 1 cosa por corregir" in pagina and cuantos(app) == antes and not autorizado(app, uno, ana)


@pytest.mark.parametrize(
    ("cambio", "queja"),
    [
        ({"accion": "borra"}, "no es ninguna de las dos palabras"),
        ({"accion": "pacta"}, "no es ninguna de las dos palabras"),
        ({"canal": ""}, "está vacío"),
        ({"documento": ""}, "está vacío"),
        ({"documento": "x" * 201}, "tiene más de 200 letras"),
        ({"dia": "14 de marzo"}, "no es una fecha"),
        ({"dia": "2026-11-19"}, "no ha llegado"),
    ],
)
def test_cada_error_de_una_linea_tiene_sus_palabras(marta, clientes, cambio, queja):
    (uno, ana), *_ = clientes
    assert queja in dicho(subir(marta, "canales", f"{CANALES}\n{canal(uno, ana, **cambio)}"))


@pytest.mark.parametrize(
    ("celular", "cedula", "queja"),
    [
        ("6017450000", None, "no es un celular colombiano"),
        (None, "abc", "no es una cédula"),
        (None, "1234567", "no está entre los clientes"),
        ("3150001122", None, "no es el celular registrado de esa cédula"),
    ],
)
def test_nadie_autoriza_por_otra_persona_ni_en_el_chat_de_otra(marta, clientes, celular, cedula, queja):
    (uno, ana), *_ = clientes
    assert queja in dicho(subir(marta, "canales", f"{CANALES}\n{canal(celular or uno, cedula or ana)}"))


def test_la_misma_linea_dos_veces_se_nota(marta, clientes):
    (uno, ana), *_ = clientes
    assert "ya está en otra línea" in dicho(subir(marta, "canales", "\n".join([CANALES, *[canal(uno, ana)] * 2])))


# -- LAS HORAS --
def horas(celular, cedula, *, dias="lunes a sábado", abre="6:00", cierra="21:00", otrosi="Otrosí 1", dia="02/04/2026"):
    return f'pacta,{celular},{cedula},LB-1,14/03/2026,{otrosi},{dia},"{dias}",{abre},{cierra}'


def pactado(app, celular, cedula):
    huella = app.cipher.keyed_hash("cedula", cedula)
    with app.db.transaction() as tx:
        contacto_id = identificar(tx, app.cipher, Address(phone=celular))
        return acuerdos_de_contacto.horario_pactado(tx, contacto_id, huella, app.now())


def test_unas_horas_pactadas_rigen_las_nuevas_las_reemplazan_y_terminan(app, marta, clientes):
    (uno, ana), *_ = clientes
    assert subir(marta, "horarios", f"{HORARIOS}\n{horas(uno, ana)}").status_code == 303
    assert pactado(app, uno, ana).semana == (((time(6), time(21)),),) * 6 + ((),)
    subir(marta, "horarios", f"{HORARIOS}\n{horas(uno, ana, dias='lunes, miércoles y sábado', abre='7:30')}")
    assert [bool(dia) for dia in pactado(app, uno, ana).semana] == [True, False, True, False, False, True, False]
    subir(marta, "horarios", f"{HORARIOS}\n{horas(uno, ana, dias='lunes, miércoles y sábado', abre='7:30')}")
    assert "1 que ya estaba" in dicho(marta.get("/acuerdos"), 200)
    assert subir(marta, "horarios", f"{HORARIOS}\ntermina,{uno},{ana},,,,,,,").status_code == 303
    assert pactado(app, uno, ana) is None
    acciones = [
        a for (a,) in sql(app, "SELECT accion FROM asistente.auditoria WHERE usuario_id = %s", marta.usuario.id)
    ]
    assert acciones.count("horario_pactado") == 2 and acciones.count("horario_terminado") == 1


def test_dos_personas_de_un_mismo_celular_pactan_cada_una_lo_suyo(app, nucleo, marta, clientes):
    (uno, ana), *_ = clientes
    luz = nucleo.cliente(celular=uno)
    lineas = [HORARIOS, horas(uno, ana, abre="6:00"), horas(uno, luz, abre="9:00")]
    assert subir(marta, "horarios", "\n".join(lineas)).status_code == 303
    assert [pactado(app, uno, quien).semana[0][0][0] for quien in (ana, luz)] == [time(6), time(9)]
    subir(marta, "horarios", f"{HORARIOS}\ntermina,{uno},{ana},,,,,,,")
    assert pactado(app, uno, ana) is None and pactado(app, uno, luz) is not None


@pytest.mark.parametrize(
    ("cambio", "queja"),
    [
        ({"otrosi": "LB-1"}, "la ley pide un documento aparte"),
        ({"dia": "14/03/2026"}, "debe ser después de la firma del contrato"),
        ({"dias": "entre semana"}, "no son días"),
        ({"dias": "viernes a lunes"}, "no son días"),
        ({"abre": "6 am"}, "no es una hora"),
        ({"abre": "21:00"}, "debe ser más tarde"),
    ],
)
def test_unas_horas_que_la_ley_no_admite_no_se_cargan(app, marta, clientes, cambio, queja):
    (uno, ana), *_ = clientes
    antes = cuantos(app, "horarios_pactados")
    assert queja in dicho(subir(marta, "horarios", f"{HORARIOS}\n{horas(uno, ana, **cambio)}"))
    assert cuantos(app, "horarios_pactados") == antes


# -- EL ARCHIVO --
@pytest.mark.parametrize(
    ("contenido", "queja"),
    [
        (b"", "no tiene líneas"),
        (CANALES.encode(), "no tiene líneas"),
        (b"PK\x03\x04 una hoja de Excel", "Eso no es un CSV"),
        (b"a\0b", "Eso no es un CSV"),
        (b"celular,cedula\n1,2", "no son los de la plantilla"),
        ("\n".join([CANALES, *["x"] * 1001]).encode(), "más de 1000 líneas"),
    ],
)
def test_un_archivo_que_no_es_se_dice(marta, contenido, queja):
    assert queja in dicho(subir(marta, "canales", contenido))


def test_como_lo_guarda_excel_en_colombia_tambien_sirve(app, marta, clientes):
    (uno, ana), *_ = clientes
    filas = [CANALES.upper().replace(",", ";"), canal(uno, ana, documento="Autorización").replace(",", ";"), ";;;;;"]
    assert subir(marta, "canales", "\r\n".join(filas), "cp1252").status_code == 303
    assert sql(app, "SELECT documento FROM asistente.canales_autorizados ORDER BY id DESC LIMIT 1") == [
        ("Autorización",)
    ]


def test_la_plantilla_tiene_los_titulos_y_un_ejemplo_que_se_entiende(app, nucleo, marta):
    for clase in ("canales", "horarios"):
        respuesta = marta.get(f"/acuerdos/plantilla/{clase}")
        assert respuesta.mimetype == "text/csv" and respuesta.status_code == 200
        pagina = dicho(subir(marta, clase, respuesta.data))
        assert "hay 1 cosa por corregir" in pagina and "no está entre los clientes" in pagina
    assert marta.get("/acuerdos/plantilla/otra").status_code == marta.envia("/acuerdos/otra").status_code == 404


def test_sin_la_base_del_prestamista_no_se_carga_nada(app, mesa, clientes):
    (uno, ana), *_ = clientes
    quien, antes = mesa(Rol.SUPERVISOR), cuantos(app)
    sin_nucleo = navegante(replace(app, nucleo=Database("host=127.0.0.1 port=1 dbname=x user=x", name="caida")))
    sin_nucleo.set_cookie("mesa", quien.get_cookie("mesa").value)
    pagina = dicho(subir(sin_nucleo, "canales", f"{CANALES}\n{canal(uno, ana)}"), 503)
    assert "no se cargó nada" in pagina and cuantos(app) == antes


def test_lo_que_trae_el_archivo_se_muestra_como_texto(marta):
    pagina = dicho(subir(marta, "canales", f"{CANALES}\n<script>alert(1)</script>,,,,,"))
    assert "<script>alert" not in pagina and "&lt;script&gt;" in pagina


@pytest.mark.parametrize(("hora", "codigo"), [(4, 400), (6, 303)])
def test_el_dia_es_el_de_bogota(app, reloj, mesa, clientes, hora, codigo):
    reloj.ahora = datetime(2026, 11, 19, hora, 0, tzinfo=timezone.utc)  # 23:00 of the 18th, or 1:00 of the 19th
    (uno, ana), *_ = clientes
    cargado = subir(mesa(Rol.SUPERVISOR), "canales", f"{CANALES}\n{canal(uno, ana, dia='2026-11-19')}")
    assert cargado.status_code == codigo
