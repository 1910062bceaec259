"""How much one contact may write, and who comes first when many do."""

import pytest

from proalto.services.atencion.casos import abrir_caso
from proalto.services.conversacion import conversaciones
from proalto.services.mensajeria import bandeja_entrada, limites_de_uso
from proalto.services.operacion.textos import partes
from proalto.worker.atender import TURNOS_SEGUIDOS
from tests.conftest import nuevo_contacto
from tests.services.mensajes import mensaje, webhook
from tests.worker.buzon import Buzon
from tests.worker.rasa_caida import clases, ronda

CALMA = partes("limite")["contacto"]


@pytest.fixture
def estrecho(caido, monkeypatch):
    """Three messages a minute, one file an hour, and one contact in line is a crowd."""
    limites = limites_de_uso.Limites(3, 20, 30, 1, 60, 1, 20)
    monkeypatch.setattr(limites_de_uso, "vigentes", lambda: limites)
    caido.rasa.viva = True
    return caido


def rafaga(buzon, *textos):
    unos = [mensaje(buzon.contacto.address, texto) for texto in textos]
    bandeja_entrada.recibir(buzon.app.db, buzon.app.cipher, webhook(*unos), buzon.app.now())
    return [uno.wamid for uno in unos]


def atiende_todo(buzon):
    while buzon.sql("SELECT 1 FROM asistente.mensajes_entrantes WHERE contacto_id = %s AND estado = 'pendiente'",
                    buzon.contacto.id):  # fmt: skip
        buzon.atiende()


def test_lo_que_pasa_del_limite_acaba_sin_turno_y_con_una_sola_frase(estrecho):
    wamids = rafaga(estrecho, *(f"pregunta {n}" for n in range(100)))
    atiende_todo(estrecho)
    assert [estrecho.entrante(w) for w in wamids] == ["atendido"] * 3 + ["limitado"] * 97
    assert [turno[0] for turno in estrecho.rasa.turnos] == wamids[:3]
    assert estrecho.textos()[3:] == [CALMA] and clases(estrecho)[3:] == ["limite"]


def test_cuando_baja_el_ritmo_se_le_atiende_otra_vez(estrecho):
    rafaga(estrecho, *(f"pregunta {n}" for n in range(5)))
    atiende_todo(estrecho)
    estrecho.pasa(seconds=61)
    wamid = estrecho.llega("gracias por esperar")
    estrecho.atiende()
    assert estrecho.entrante(wamid) == "atendido"


def test_lo_fijo_pasa_siempre(estrecho):
    wamids = rafaga(estrecho, *("¿qué tasa?",) * 6, "no fui yo", "¿qué tasa?", "baja", "asesor")
    atiende_todo(estrecho)
    assert [estrecho.entrante(w) for w in wamids[6:]] == ["atendido", "limitado", "atendido", "atendido"]
    assert sorted(estrecho.casos()) == ["asesor", "fraude"] and len(estrecho.rasa.turnos) == 3


def test_lo_fijo_pasa_aunque_viniera_pegado_a_lo_que_sobra(estrecho):
    wamids = rafaga(estrecho, *("¿qué tasa?",) * 3, "hola", "una pregunta", "no fui yo")
    atiende_todo(estrecho)
    assert [estrecho.entrante(w) for w in wamids[3:]] == ["limitado", "limitado", "atendido"]
    assert estrecho.casos() == ["fraude"]


def test_lo_mismo_repetido_ya_esta_hecho_y_no_se_dice_cien_veces(estrecho):
    wamids = rafaga(estrecho, *("no fui yo",) * 50)
    atiende_todo(estrecho)
    assert [estrecho.entrante(w) for w in wamids] == ["atendido"] * 4 + ["limitado"] * 46
    assert len(estrecho.salientes()) == 4 and CALMA not in estrecho.textos()


def test_lo_mismo_repetido_sin_rasa_tampoco(estrecho):
    estrecho.rasa.viva = False
    wamids = rafaga(estrecho, *("no fui yo",) * 20)
    for wamid in wamids:
        estrecho.atencion.adelantar(estrecho.contacto.id, wamid)
    assert [estrecho.entrante(w) for w in wamids] == ["atendido"] * 3 + ["limitado"] * 17


def test_lo_que_es_para_una_persona_pasa_siempre(estrecho, reloj, laura):
    caso = abrir_caso(estrecho.app.db, estrecho.app.cipher, estrecho.contacto, "asesor", reloj())
    with estrecho.app.db.transaction() as tx:
        conversaciones.tomar(tx, estrecho.contacto.id, caso.id, laura.id, reloj())
    wamids = rafaga(estrecho, *(f"dato {n}" for n in range(10)))
    atiende_todo(estrecho)
    assert {estrecho.entrante(w) for w in wamids} == {"a_persona"} and estrecho.salientes() == []


def test_los_archivos_tienen_su_propio_limite(estrecho):
    foto, otra = estrecho.llega(tipo="image"), estrecho.llega(tipo="audio")
    estrecho.pasa(seconds=3)
    estrecho.atiende()
    texto = estrecho.llega("y esto lo escribo")
    estrecho.atiende()
    assert [estrecho.entrante(w) for w in (foto, otra, texto)] == ["atendido", "limitado", "atendido"]


def test_un_contacto_con_mucho_que_decir_deja_pasar_a_los_demas(buzon):
    rafaga(buzon, *(f"pregunta {n}" for n in range(TURNOS_SEGUIDOS + 1)))
    buzon.sql("DELETE FROM asistente.procrastinate_jobs")
    buzon.atiende()
    assert len(buzon.rasa.turnos) == TURNOS_SEGUIDOS
    assert buzon.sql("SELECT task_name FROM asistente.procrastinate_jobs WHERE task_name = 'atender'") == [("atender",)]
    buzon.atiende()
    assert len(buzon.rasa.turnos) == TURNOS_SEGUIDOS + 1


def test_con_mucha_gente_en_fila_quien_llega_lo_sabe_una_vez_y_nada_se_pierde(estrecho):
    fila = [Buzon(estrecho.app, nuevo_contacto(estrecho.app)) for _ in range(2)]
    for uno in fila:
        uno.llega("pregunta")
        uno.pasa(seconds=70)
    wamid = estrecho.llega("y yo")
    ronda(estrecho)
    assert estrecho.salientes() == []
    estrecho.pasa(seconds=4)
    for _ in range(2):
        ronda(estrecho)
    assert (clases(estrecho), estrecho.textos()) == (["limite"], [partes("limite")["todos"]])
    assert estrecho.entrante(wamid) == "pendiente"
    for uno in (*fila, estrecho):
        estrecho.atencion.atender(uno.contacto.id)
    assert estrecho.entrante(wamid) == "atendido"


def test_quien_ya_acepto_la_politica_va_antes_que_los_numeros_que_nadie_conoce(buzon):
    desconocido = Buzon(buzon.app, nuevo_contacto(buzon.app))
    buzon.sql(
        "INSERT INTO asistente.textos_mostrados VALUES ('x', 'autorizacion', 'v1', 'x', now()) ON CONFLICT DO NOTHING"
    )
    buzon.sql(
        "INSERT INTO asistente.autorizaciones (contacto_id, evento, version, sha256, wamid_origen, ocurrido_en, cadena)"
        " VALUES (%s, 'aceptada', 'v1', 'x', gen_random_uuid(), now(), 'x')", buzon.contacto.id,
    )  # fmt: skip
    desconocido.llega("compre ya")
    buzon.llega("cuánto debo")
    fila = buzon.sql(
        "SELECT (args->>'contacto_id')::bigint FROM asistente.procrastinate_jobs WHERE task_name = 'atender'"
        " AND (args->>'contacto_id')::bigint = ANY(%s) ORDER BY priority DESC, id",
        [desconocido.contacto.id, buzon.contacto.id],
    )
    assert fila == [(buzon.contacto.id,), (desconocido.contacto.id,)]
