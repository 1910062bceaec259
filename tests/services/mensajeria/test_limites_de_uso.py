"""How much one contact may write: what is admitted, what is beyond, and the table that says how much."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proalto.formats.tabla import TablaInvalida
from proalto.services.mensajeria import limites_de_uso
from proalto.services.mensajeria.limites_de_uso import DIA, HORA, MINUTO, Limites, Uso, cabe, leer, sobrantes

INICIO = datetime(2026, 11, 18, 15, 0, tzinfo=timezone.utc)
LIMITES = Limites(
    mensajes_por_minuto=3, mensajes_por_hora=7, mensajes_por_dia=12, archivos_por_hora=4, minutos_entre_avisos=60,
    contactos_en_fila=2, segundos_en_fila=20,
)  # fmt: skip
llegadas = st.lists(st.tuples(st.integers(0, 4000), st.booleans()), max_size=80)


def usos(pasos):
    """Return messages, each so many seconds after the one before."""
    cuando, lista = INICIO, []
    for segundos, archivo in pasos:
        cuando += timedelta(seconds=segundos)
        lista.append(Uso(cuando, archivo))
    return lista


def admitidos(lista, limites=LIMITES):
    return [uno for uno, sobra in zip(lista, sobrantes([], lista, limites)) if not sobra]


@given(llegadas)
def test_en_ninguna_ventana_se_admite_mas_que_el_limite(pasos):
    topes = [(MINUTO, False, 3), (HORA, False, 7), (DIA, False, 12), (HORA, True, 4)]
    buenos = admitidos(usos(pasos))
    for ventana, archivo, tope in topes:
        for hasta in buenos:
            adentro = [u for u in buenos if u.archivo == archivo and hasta.cuando - ventana < u.cuando <= hasta.cuando]
            assert len(adentro) <= tope


@given(llegadas)
def test_solo_sobra_lo_que_pasaria_de_un_limite(pasos):
    lista = usos(pasos)
    for n, sobra in enumerate(sobrantes([], lista, LIMITES)):
        antes = admitidos(lista[:n])
        assert sobra != cabe(antes, lista[n], LIMITES)
        if sobra:
            cuenta = {
                ventana: sum(u.archivo == lista[n].archivo and u.cuando > lista[n].cuando - ventana for u in antes)
                for ventana in (MINUTO, HORA, DIA)
            }
            mensaje = cuenta[MINUTO] == 3 or cuenta[HORA] == 7 or cuenta[DIA] == 12
            assert cuenta[HORA] == 4 if lista[n].archivo else mensaje


@given(llegadas, st.integers(0, 80))
def test_decidir_en_dos_veces_es_decidir_en_una(pasos, corte):
    lista = usos(pasos)
    primeros = admitidos(lista[:corte])
    assert sobrantes([], lista[:corte], LIMITES) + sobrantes(primeros, lista[corte:], LIMITES) == sobrantes(
        [], lista, LIMITES
    )


@given(llegadas)
def test_quien_escribe_menos_que_los_limites_nunca_espera(pasos):
    holgados = Limites(80, 80, 80, 80, 60, 2, 20)
    assert not any(sobrantes([], usos(pasos), holgados))


def test_los_valores_de_la_tabla_alcanzan_para_una_persona_con_prisa():
    limites = limites_de_uso.vigentes()
    una_cada_dos_segundos = [Uso(INICIO + timedelta(seconds=2 * n)) for n in range(30)]
    album = [Uso(INICIO, archivo=True)] * 30
    assert not any(sobrantes([], [*una_cada_dos_segundos, *album], limites))


@pytest.mark.parametrize(
    "cambio, queja",
    [
        (("mensajes_por_minuto,40", "mensajes_por_minuto,cuarenta"), "debe ser un número entero"),
        (("mensajes_por_minuto,40", "mensajes_por_minuto,0"), "debe ser un número entero entre 1"),
        (("mensajes_por_minuto,40", "mensajes_por_minuto,201"), "no puede pasar de mensajes_por_hora"),
        (("mensajes_por_dia,600", "mensajes_por_dia,100"), "no puede pasar de"),
        (("mensajes_por_dia,", "mensajes_al_dia,"), "debe ser una de estas"),
        (("archivos_por_hora,60,", "mensajes_por_dia,600,"), "repite la línea"),
    ],
)
def test_una_tabla_mal_escrita_no_deja_arrancar_y_dice_donde(tmp_path, cambio, queja):
    tabla = tmp_path / "uso.csv"
    tabla.write_text(limites_de_uso.TABLA.read_text(encoding="utf-8").replace(*cambio), encoding="utf-8")
    with pytest.raises(TablaInvalida, match=queja):
        leer(tabla)


def test_si_falta_una_fila_la_nombra(tmp_path):
    tabla = tmp_path / "uso.csv"
    filas = limites_de_uso.TABLA.read_text(encoding="utf-8").splitlines()
    tabla.write_text("\n".join(f for f in filas if not f.startswith("segundos_en_fila")), encoding="utf-8")
    with pytest.raises(TablaInvalida, match="falta la fila de segundos_en_fila"):
        leer(tabla)
