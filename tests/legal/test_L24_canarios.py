"""L-24 (A-12): cédulas, codes, names and words of hundreds of conversations; each table, log and page searched."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
import pytest

from proalto import logs
from proalto.services.mesa.usuarios import Rol
from tests.conftest import Nucleo, conectar
from tests.matriz.conftest import mundo
from tests.matriz.mundo import Mundo
from tests.matriz.persona import Persona
from tests.mesa.conftest import ligeras, mesa

__all__ = ["ligeras", "mesa", "mundo"]
pytestmark = pytest.mark.e2e
CUANTAS = 500 if os.environ.get("AUDITORIA") else 8
SILABAS = ("bra", "que", "zul", "nor", "tif", "wem", "gla", "pex", "dro", "fur")
HEXADECIMAL = re.compile(r"\\\\?x[0-9a-f]+")
# One after another: digits within a longer run, a fraction of a second or an id are no code.
SUELTO = r"(?<![\w.])({})(?!\w)"


def palabra(numero: int) -> str:
    """Return a word that no text of ours holds, another for each number."""
    return "".join(SILABAS[int(cifra)] for cifra in f"{numero:05d}").capitalize()


class NucleoConNombres(Nucleo):
    """A lender whose customers have names that nobody else has."""

    def cliente(self, **columnas):
        self.nombre = palabra(next(self.cedulas) % 100_000)
        return super().cliente(**columnas, nombres=self.nombre, apellidos=f"{self.nombre}ez")


@dataclass
class Canarios:
    """What must not be found: words of any kind, and numbers."""

    palabras: set[str] = field(default_factory=set)
    numeros: set[str] = field(default_factory=set)

    def hallados(self, texto: str) -> set[str]:
        en_claro, bytes_escritos = HEXADECIMAL.sub(" ", texto), "".join(HEXADECIMAL.findall(texto))
        numeros = re.findall(SUELTO.format("|".join(sorted(self.numeros))), en_claro)
        letras = {uno for uno in self.palabras if uno in en_claro or uno.encode().hex() in bytes_escritos}
        return {*numeros, *letras}


@pytest.fixture(scope="module")
def bitacora():
    """All that is logged by anybody, from the first line on, as a process of ours would write it."""
    salida, fabrica, raiz = io.StringIO(), logging.getLogRecordFactory(), logging.getLogger()
    ganchos = logging.StreamHandler(salida)
    nivel = raiz.level
    logs.configure("prueba")
    raiz.addHandler(ganchos)
    raiz.setLevel(logging.INFO)
    yield salida
    raiz.removeHandler(ganchos)
    raiz.setLevel(nivel)
    logging.setLogRecordFactory(fabrica)


@pytest.fixture(scope="module")
def canarios(bitacora, mundo: Mundo, dsn: str) -> Canarios:
    """Hold the conversations: an authorization, a balance with its code, and a complaint."""
    todos, nucleo = Canarios(), NucleoConNombres(dsn)
    for _ in range(CUANTAS):
        persona = Persona(mundo, nucleo)
        queja = palabra(int(persona.cedula) % 100_000 + 1) + "queja"
        persona.dice(f"hola soy {nucleo.nombre}")
        persona.dice("quiero saber mi saldo")
        saldo = persona.termina()
        assert "action_consultar_saldo" in saldo.acciones, saldo
        persona.dice("quiero poner una queja")
        persona.dice(f"me llamo {nucleo.nombre}, cédula {persona.cedula}, correo {queja}@correo.co: {queja}")
        todos.palabras |= {nucleo.nombre, queja}
        todos.numeros |= {persona.cedula, persona.codigo()}
    assert len(todos.numeros) >= CUANTAS * 2 - 5 and len(todos.palabras) == CUANTAS * 2
    return todos


def tablas(dsn: str) -> dict[str, str]:
    """Return every table of ours, as text."""
    with conectar(dsn) as conexion, conexion.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'asistente' ORDER BY 1")
        nombres = [nombre for (nombre,) in cursor.fetchall()]
        dichas = {}
        for nombre in nombres:
            cursor.execute(f"SELECT t::text FROM asistente.{nombre} AS t")  # noqa: S608 - of the catalogue
            dichas[nombre] = "\n".join(fila for (fila,) in cursor.fetchall())
    return dichas


def test_L24_lo_buscado_se_encontraria(canarios):
    uno = next(iter(canarios.palabras))
    assert uno in canarios.hallados(f"a {uno} b")
    assert uno in canarios.hallados("(1,\\\\x" + uno.encode().hex() + ")")
    numero = next(iter(canarios.numeros))
    assert canarios.hallados(f"cc {numero},") == {numero} and not canarios.hallados(f"x{numero}1")


def test_L24_en_ninguna_tabla_hay_datos_de_un_cliente_en_claro(canarios, dsn):
    llenas = tablas(dsn)
    assert {"mensajes_entrantes", "turnos", "casos", "desafios", "intentos_identidad"} <= {
        t for t, v in llenas.items() if v
    }
    assert {tabla: hallados for tabla, dicho in llenas.items() if (hallados := canarios.hallados(dicho))} == {}


def test_L24_en_ninguna_bitacora_hay_datos_de_un_cliente(canarios, bitacora):
    dicho = bitacora.getvalue()
    assert canarios.hallados(dicho) == set()


def test_L24_el_registro_de_postgres_no_dice_valores_ni_cuando_algo_falla(canarios, dsn):
    uno = next(iter(canarios.palabras))
    with contextlib.closing(conectar(dsn)) as conexion, conexion.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        registro = Path(cursor.fetchone()[0]) / "log"
        cursor.execute("INSERT INTO asistente.contactos (telefono) VALUES (%s)", (uno,))
        for sentencia in (
            "INSERT INTO asistente.contactos (telefono) VALUES (%s)",
            "SELECT %s::text::bigint",
            "SELECT pg_sleep(1.2), %s",
        ):
            with contextlib.suppress(psycopg2.Error):
                cursor.execute(sentencia, (uno,))
        cursor.execute("DELETE FROM asistente.contactos WHERE telefono = %s", (uno,))
    dicho = registro.read_text(errors="replace")
    assert "ready to accept connections" in dicho
    assert canarios.hallados(dicho) == set()


def test_L24_la_mesa_tapa_cedulas_y_codigos_mientras_nadie_los_revele(canarios, mundo, mesa):
    navegante = mesa(Rol.SUPERVISOR)
    with conectar(mundo.app.settings.database_url) as conexion, conexion.cursor() as cursor:
        # This world takes messages for older than they are, so that nothing waits: codes come after they are asked for.
        cursor.execute("UPDATE asistente.mensajes_entrantes SET recibido_en = recibido_en + interval '3 seconds'")
        cursor.execute("SELECT folio, contacto_id FROM asistente.casos ORDER BY id LIMIT 40")
        casos = cursor.fetchall()
    assert casos
    rutas = ["/", "/conversaciones", "/fallidos", "/auditoria", *(f"/casos/{folio}" for folio, _ in casos)]
    numeros = Canarios(numeros=canarios.numeros)
    hallados = {}
    for ruta in rutas:
        respuesta = navegante.get(ruta, follow_redirects=True)
        assert respuesta.status_code in (200, 403), (ruta, respuesta.status_code)
        if vistos := numeros.hallados(respuesta.get_data(as_text=True)):
            hallados[ruta] = vistos
    assert hallados == {}
