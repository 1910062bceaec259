"""A desk with everything that its pages may show."""

from __future__ import annotations

from datetime import timedelta

from proalto.bootstrap import App
from proalto.services.atencion import alertas
from proalto.services.credito.tramites import DATOS
from proalto.services.identificacion.contactos import Contacto
from proalto.services.mensajeria import interruptores
from proalto.services.mesa.usuarios import todos as personas
from proalto.whatsapp import payloads
from proalto.whatsapp.payloads import Option
from tests.conftest import Nucleo, nuevo_contacto, nuevo_wamid
from tests.gateways.archivos.buenos_pdf import GRUPOS
from tests.services import mundo_de_mesa as mundo


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
