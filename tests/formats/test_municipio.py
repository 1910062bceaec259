import pytest
from hypothesis import given
from hypothesis import strategies as st

from proalto.formats.municipio import Municipio, leer_municipio


@pytest.mark.parametrize(
    ("texto", "nombre", "departamento"),
    [
        ("Bogotá", "Bogotá", "Bogotá D.C."),
        ("bogota", "Bogotá", "Bogotá D.C."),
        ("Bogotá D.C.", "Bogotá", "Bogotá D.C."),
        ("bogota dc", "Bogotá", "Bogotá D.C."),
        ("bogota cundinamarca", "Bogotá", "Bogotá D.C."),
        ("bogotá, colombia", "Bogotá", "Bogotá D.C."),
        ("vivo en bogota", "Bogotá", "Bogotá D.C."),
        ("bogta", "Bogotá", "Bogotá D.C."),
        ("Medallo", "Medellín", "Antioquia"),
        ("medelin", "Medellín", "Antioquia"),
        ("medeyin", "Medellín", "Antioquia"),
        ("Cali Valle", "Cali", "Valle del Cauca"),
        ("Cali, Valle del Cauca", "Cali", "Valle del Cauca"),
        ("Santiago de Cali", "Cali", "Valle del Cauca"),
        ("barrankilla", "Barranquilla", "Atlántico"),
        ("Cartajena", "Cartagena", "Bolívar"),
        ("cartagena de indias", "Cartagena", "Bolívar"),
        ("cucuta norte de santander", "Cúcuta", "Norte de Santander"),
        ("santa marta magdalena", "Santa Marta", "Magdalena"),
        ("Villavo", "Villavicencio", "Meta"),
        ("Manizales Caldas", "Manizales", "Caldas"),
        ("Caldas, Antioquia", "Caldas", "Antioquia"),
        ("rionegro antioquia", "Rionegro", "Antioquia"),
        ("Rionegro, Santander", "Rionegro", "Santander"),
        ("pasto", "Pasto", "Nariño"),
        ("soy de pasto nariño", "Pasto", "Nariño"),
        ("arauca arauca", "Arauca", "Arauca"),
        ("neyva huila", "Neiva", "Huila"),
        ("fusa", "Fusagasugá", "Cundinamarca"),
        ("pto berrio", "Puerto Berrío", "Antioquia"),
        ("sta marta", "Santa Marta", "Magdalena"),
        ("Ciénaga de Oro", "Ciénaga de Oro", "Córdoba"),
        ("cienaga", "Ciénaga", "Magdalena"),
        ("Santander de Quilichao", "Santander de Quilichao", "Cauca"),
        ("san andres islas", "San Andrés", "San Andrés y Providencia"),
        ("san jose del guaviare", "San José del Guaviare", "Guaviare"),
        ("sabana larga", "Sabanalarga", "Atlántico"),
        ("dos quebradas risaralda", "Dosquebradas", "Risaralda"),
        ("estoy en buga valle", "Buga", "Valle del Cauca"),
    ],
)
def test_lee_el_municipio(texto: str, nombre: str, departamento: str) -> None:
    assert leer_municipio(texto) == Municipio(nombre, departamento)


@pytest.mark.parametrize(
    "texto",
    [
        "",
        "hola",
        "vivo en la casa de mi hija",
        "Armenia Antioquia",
        "Cali Antioquia",
        "rionegro",
        "la union",
        "soy de Cali pero vivo en Bogotá",
        "Norte de Santander",
        "Valle del Cauca",
        "quiero mi saldo",
        "paz y salvo",
        "menú",
        "cancelar",
        "salir",
        "ayuda",
        "asesor",
        "gracias",
        "ninguno",
        "bueno",
        "claro",
        "listo",
        "no se",
    ],
)
def test_no_hay_un_municipio_claro(texto: str) -> None:
    assert leer_municipio(texto) is None


_CAPITALES = [
    "Leticia", "Medellín", "Arauca", "Barranquilla", "Bogotá", "Cartagena", "Tunja", "Manizales", "Florencia",
    "Yopal", "Popayán", "Valledupar", "Quibdó", "Montería", "Inírida", "Neiva", "Riohacha", "Villavicencio",
    "Pasto", "Cúcuta", "Mocoa", "Armenia", "Pereira", "Bucaramanga", "Sincelejo", "Ibagué", "Cali", "Mitú",
    "Santa Marta", "San José del Guaviare", "San Andrés", "Puerto Carreño",
]  # fmt: skip


def test_conoce_todas_las_capitales_sin_tildes_y_con_su_departamento() -> None:
    leidas = [leer_municipio(capital.upper()) for capital in _CAPITALES]
    assert [leida.nombre for leida in leidas if leida] == _CAPITALES
    assert len({leida.departamento for leida in leidas if leida}) == 32
    assert [leer_municipio(f"{leida.nombre} {leida.departamento}") for leida in leidas if leida] == leidas


@given(st.text() | st.text("abcilonrtsd ", max_size=25))
def test_ningun_texto_lo_hace_fallar(texto: str) -> None:
    municipio = leer_municipio(texto)
    assert municipio is None or municipio.nombre
