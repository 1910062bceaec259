from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proalto.formats.dias_habiles import (
    BOGOTA,
    Horario,
    es_habil,
    momento_en_palabras,
    momento_exacto,
    proximo_momento_habil,
    sumar_dias_habiles,
    sumar_tiempo_habil,
)

_HORARIO = Horario()
# Easter Sundays, from the tables of the Gregorian calendar.
_PASCUAS = {
    2024: date(2024, 3, 31),
    2025: date(2025, 4, 20),
    2026: date(2026, 4, 5),
    2027: date(2027, 3, 28),
    2028: date(2028, 4, 16),
    2029: date(2029, 4, 1),
    2030: date(2030, 4, 21),
}
_FIJOS = [(1, 1), (5, 1), (7, 20), (8, 7), (12, 8), (12, 25)]
_AL_LUNES = [(1, 6), (3, 19), (6, 29), (8, 15), (10, 12), (11, 1), (11, 11)]
# From Easter: Jueves and Viernes Santo; Ascensión, Corpus Christi and Sagrado Corazón, on their Mondays.
_DESDE_PASCUA = [-3, -2, 43, 64, 71]
_FESTIVOS_2026 = [
    "01-01", "01-12", "03-23", "04-02", "04-03", "05-01", "05-18", "06-08", "06-15",
    "06-29", "07-20", "08-07", "08-17", "10-12", "11-02", "11-16", "12-08", "12-25",
]  # fmt: skip


def _pascua(ano: int) -> date:
    """Return Easter by Gauss's rule as corrected by Butcher."""
    a, (b, c) = ano % 19, divmod(ano, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    falta = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * falta) // 451
    mes, dia = divmod(h + falta - 7 * m + 114, 31)
    return date(ano, mes, dia + 1)


def _festivos(ano: int) -> set[date]:
    """Return the holidays of Ley 51 de 1983, computed apart from the library."""
    trasladados = {date(ano, *md) + timedelta(days=-date(ano, *md).weekday() % 7) for md in _AL_LUNES}
    moviles = {_pascua(ano) + timedelta(days=n) for n in _DESDE_PASCUA}
    return {date(ano, *md) for md in _FIJOS} | trasladados | moviles


def _local(texto: str) -> datetime:
    return datetime.fromisoformat(texto).replace(tzinfo=BOGOTA)


@pytest.mark.parametrize("ano", _PASCUAS)
def test_los_festivos_son_los_de_la_ley(ano: int) -> None:
    assert _pascua(ano) == _PASCUAS[ano]
    dias = [date(ano, 1, 1) + timedelta(days=n) for n in range((date(ano + 1, 1, 1) - date(ano, 1, 1)).days)]
    assert [d for d in dias if es_habil(d)] == [d for d in dias if d.weekday() < 5 and d not in _festivos(ano)]


def test_los_festivos_de_2026_uno_por_uno() -> None:
    assert [f"{d:%m-%d}" for d in sorted(_festivos(2026))] == _FESTIVOS_2026
    assert not any(es_habil(date.fromisoformat(f"2026-{md}")) for md in _FESTIVOS_2026)


@pytest.mark.parametrize(
    ("desde", "n", "hasta"),
    [
        ("2026-11-20", 0, "2026-11-20"),
        ("2026-11-21", 0, "2026-11-21"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-11-13", 1, "2026-11-17"),
        ("2026-12-07", 1, "2026-12-09"),
        ("2026-12-24", 1, "2026-12-28"),
        ("2026-12-31", 1, "2027-01-04"),
        ("2026-04-01", 1, "2026-04-06"),
        ("2026-11-20", 10, "2026-12-04"),
        ("2026-11-20", 15, "2026-12-14"),
        ("2025-06-27", 1, "2025-07-01"),
    ],
)
def test_suma_dias_habiles(desde: str, n: int, hasta: str) -> None:
    assert sumar_dias_habiles(date.fromisoformat(desde), n) == date.fromisoformat(hasta)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 30))
def test_entre_el_dia_y_el_sumado_hay_justo_esos_habiles(dia: date, n: int) -> None:
    fin = sumar_dias_habiles(dia, n)
    assert es_habil(fin)
    assert sum(es_habil(dia + timedelta(days=k + 1)) for k in range((fin - dia).days)) == n


def test_no_resta_dias_ni_tiempo() -> None:
    with pytest.raises(ValueError):
        sumar_dias_habiles(date(2026, 11, 20), -1)
    with pytest.raises(ValueError):
        sumar_tiempo_habil(_local("2026-11-20T10:00"), -1, _HORARIO)


@pytest.mark.parametrize(
    ("ahora", "proximo"),
    [
        ("2026-11-20T10:00", "2026-11-20T10:00"),
        ("2026-11-20T08:00", "2026-11-20T08:00"),
        ("2026-11-20T07:59", "2026-11-20T08:00"),
        ("2026-11-20T16:59", "2026-11-20T16:59"),
        ("2026-11-20T17:00", "2026-11-21T09:00"),
        ("2026-11-21T11:00", "2026-11-21T11:00"),
        ("2026-11-21T12:00", "2026-11-23T08:00"),
        ("2026-11-22T10:00", "2026-11-23T08:00"),
        ("2026-11-16T10:00", "2026-11-17T08:00"),
        ("2026-12-25T10:00", "2026-12-26T09:00"),
        ("2026-04-01T17:30", "2026-04-04T09:00"),
    ],
)
def test_dice_el_proximo_momento_habil(ahora: str, proximo: str) -> None:
    assert proximo_momento_habil(_local(ahora), _HORARIO) == _local(proximo)


@pytest.mark.parametrize(
    ("ahora", "minutos", "fin"),
    [
        ("2026-11-20T10:00", 0, "2026-11-20T10:00"),
        ("2026-11-20T10:00", 30, "2026-11-20T10:30"),
        ("2026-11-20T16:00", 60, "2026-11-20T17:00"),
        ("2026-11-20T16:00", 61, "2026-11-21T09:01"),
        ("2026-11-20T20:00", 30, "2026-11-21T09:30"),
        ("2026-11-21T11:30", 60, "2026-11-23T08:30"),
        ("2026-11-22T11:30", 0, "2026-11-23T08:00"),
        ("2026-11-13T16:30", 240, "2026-11-17T08:30"),
        ("2026-11-23T08:00", 5 * 9 * 60 + 180, "2026-11-28T12:00"),
    ],
)
def test_suma_tiempo_habil(ahora: str, minutos: int, fin: str) -> None:
    assert sumar_tiempo_habil(_local(ahora), minutos, _HORARIO) == _local(fin)


def test_un_dia_puede_tener_dos_tramos() -> None:
    partido = Horario((((time(8), time(12)), (time(14), time(18))),) * 5 + ((), ()))
    assert proximo_momento_habil(_local("2026-11-20T13:00"), partido) == _local("2026-11-20T14:00")
    assert sumar_tiempo_habil(_local("2026-11-20T11:30"), 60, partido) == _local("2026-11-20T14:30")
    assert sumar_tiempo_habil(_local("2026-11-20T17:30"), 60, partido) == _local("2026-11-23T08:30")


_MOMENTOS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(timezone.utc))


@given(_MOMENTOS, st.integers(0, 3000), st.integers(0, 3000))
def test_sumar_dos_veces_es_sumar_el_total(ahora: datetime, unos: int, otros: int) -> None:
    por_partes = sumar_tiempo_habil(sumar_tiempo_habil(ahora, unos, _HORARIO), otros, _HORARIO)
    de_una = sumar_tiempo_habil(ahora, unos + otros, _HORARIO)
    assert proximo_momento_habil(por_partes, _HORARIO) == proximo_momento_habil(de_una, _HORARIO)


@given(_MOMENTOS)
def test_el_proximo_momento_no_es_anterior_y_es_estable(ahora: datetime) -> None:
    proximo = proximo_momento_habil(ahora, _HORARIO)
    assert proximo >= ahora and proximo.tzinfo is timezone.utc
    assert proximo_momento_habil(proximo, _HORARIO) == proximo


def test_rechaza_una_hora_sin_zona() -> None:
    sin_zona = datetime(2026, 11, 20, 10)
    with pytest.raises(ValueError):
        proximo_momento_habil(sin_zona, _HORARIO)
    with pytest.raises(ValueError):
        momento_en_palabras(sin_zona, datetime.now(timezone.utc))


@pytest.mark.parametrize(
    "semana",
    [
        (),
        ((),) * 7,
        (((time(9), time(8)),),) * 7,
        (((time(9), time(9)),),) * 7,
        (((time(8), time(12)), (time(11), time(17))),) * 7,
    ],
)
def test_rechaza_un_horario_imposible(semana: tuple[tuple[tuple[time, time], ...], ...]) -> None:
    with pytest.raises(ValueError):
        Horario(semana)


@pytest.mark.parametrize(
    ("momento", "dicho"),
    [
        ("2026-11-21T16:30", "hoy antes de las 4:30 p. m."),
        ("2026-11-21T12:00", "hoy antes de las 12:00 m."),
        ("2026-11-21T12:30", "hoy antes de las 12:30 p. m."),
        ("2026-11-21T13:05", "hoy antes de la 1:05 p. m."),
        ("2026-11-22T00:00", "mañana antes de las 12:00 a. m."),
        ("2026-11-22T09:00", "mañana antes de las 9:00 a. m."),
        ("2026-11-23T10:00", "el lunes 23 de noviembre antes de las 10:00 a. m."),
        ("2026-11-28T11:00", "el sábado 28 de noviembre antes de las 11:00 a. m."),
        ("2026-12-02T17:00", "el miércoles 2 de diciembre antes de las 5:00 p. m."),
        ("2027-01-04T08:00", "el lunes 4 de enero de 2027 antes de las 8:00 a. m."),
        ("2026-11-20T08:00", "el viernes 20 de noviembre antes de las 8:00 a. m."),
    ],
)
def test_dice_el_momento_en_palabras(momento: str, dicho: str) -> None:
    assert momento_en_palabras(_local(momento), _local("2026-11-21T08:00")) == dicho


def test_el_dia_es_el_de_bogota_y_no_el_de_utc() -> None:
    ahora = datetime(2026, 11, 22, 1, 0, tzinfo=timezone.utc)
    assert momento_en_palabras(datetime(2026, 11, 22, 4, 30, tzinfo=timezone.utc), ahora).startswith("hoy")
    assert momento_en_palabras(datetime(2026, 11, 22, 14, 0, tzinfo=timezone.utc), ahora).startswith("mañana")


@pytest.mark.parametrize(
    ("utc", "dicho"),
    [
        ((2026, 11, 18, 15, 0, 5), "18 de noviembre de 2026 a las 10:00:05 a. m."),
        ((2026, 11, 19, 4, 59, 59), "18 de noviembre de 2026 a las 11:59:59 p. m."),
        ((2026, 11, 18, 18, 7, 0), "18 de noviembre de 2026 a la 1:07:00 p. m."),
        ((2026, 11, 18, 17, 0, 0), "18 de noviembre de 2026 a las 12:00:00 p. m."),
    ],
)
def test_un_momento_exacto_es_el_de_bogota(utc, dicho):
    assert momento_exacto(datetime(*utc, tzinfo=timezone.utc)) == dicho
