"""The Rasa replicas, and changing their model one by one: the new one is loaded beside the old one, then takes over."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from launcher import modelo
from launcher.procesos import Procesos, Programa, Vivo

MIRAR_CADA = 2.0  # for a newly trained model
CALENTAR_EN = 180.0  # a start takes some 20 s of processor, which a busy machine gives out slowly
NOTAR_EN = 2.0  # every worker has found the new one by then: they ask twice a second
GRACIA = 30.0  # a turn lasts at most 11 s

# (which replica, at which port, with which model) -> its program; and: does it answer at this port, with a model?
Receta = Callable[[int, int, Path], Programa]
Salud = Callable[[int], bool]


@dataclass
class Replica:
    puerto: int
    modelo: Path
    vivo: Vivo


@dataclass
class Relevo:
    """One replica's change: the new process, and since when it is well; then the old one, on its way out."""

    indice: int
    nuevo: Vivo
    desde: float
    sano_desde: float | None = None
    viejo: Vivo | None = None


class Rasas:
    """Keeps the replicas at their ports, and one more port free. `cuidar` is for the main thread, before Procesos'."""

    def __init__(self, procesos: Procesos, receta: Receta, salud: Salud, carpeta: Path) -> None:
        self._procesos, self._receta, self._salud, self._carpeta = procesos, receta, salud, carpeta
        self._replicas: list[Replica] = []
        self._libre = 0
        self._relevo: Relevo | None = None
        self._entrenado_en = 0
        self._modelo = Path()  # the newest one that is not known to be bad
        self._mirado = 0.0

    def arrancar(self, puertos: tuple[int, ...], libre: int) -> None:
        """Start one replica at each port with the model in place."""
        self._entrenado_en, self._libre = modelo.entrenado_en(), libre
        self._modelo = modelo.copiar(self._carpeta)
        modelo.limpiar(self._carpeta, [self._modelo])
        for indice, puerto in enumerate(puertos):
            (vivo,) = self._procesos.arrancar([self._receta(indice, puerto, self._modelo)])
            self._replicas.append(Replica(puerto, self._modelo, vivo))

    def cuidar(self) -> None:
        """Take one step: look for a new model, or go on with the change that is under way."""
        ahora = time.monotonic()
        if self._relevo is None:
            if ahora - self._mirado >= MIRAR_CADA:
                self._mirado = ahora
                self._mirar(ahora)
        elif self._relevo.viejo is None:
            self._calentar(self._relevo, ahora)
        elif not self._procesos.estan(self._relevo.viejo):
            self._relevo = None
            self._seguir(ahora)

    def _mirar(self, ahora: float) -> None:
        entrenado_en = modelo.entrenado_en()
        if entrenado_en in (0, self._entrenado_en):
            return
        self._entrenado_en = entrenado_en
        try:
            nuevo = modelo.copiar(self._carpeta)
        except modelo.ModeloAjeno as error:
            print(f"✗ {error} no es el que se entrenó; sigue atendiendo el anterior.", flush=True)
            return
        if nuevo != self._modelo:
            print("▸ Hay un modelo nuevo: lo cargo al lado del que atiende.", flush=True)
            self._modelo = nuevo
            self._seguir(ahora)

    def _seguir(self, ahora: float) -> None:
        """Start the change of the next replica that has another model than the newest."""
        for indice, replica in enumerate(self._replicas):
            if replica.modelo != self._modelo:
                nuevo = self._procesos.probar(self._receta(indice, self._libre, self._modelo))
                self._relevo = Relevo(indice, nuevo, ahora)
                return
        modelo.limpiar(self._carpeta, [self._modelo])
        print("✓ Todos los Rasa atienden con el modelo nuevo.", flush=True)

    def _calentar(self, relevo: Relevo, ahora: float) -> None:
        if not relevo.nuevo.corre:
            self._desistir(relevo, "el proceso terminó")
        elif not self._salud(self._libre):
            relevo.sano_desde = None
            if ahora - relevo.desde > CALENTAR_EN:
                self._desistir(relevo, f"no estuvo listo en {CALENTAR_EN:.0f} segundos")
        elif relevo.sano_desde is None:
            relevo.sano_desde = ahora
        elif ahora - relevo.sano_desde >= NOTAR_EN:
            self._relevar(relevo)

    def _relevar(self, relevo: Relevo) -> None:
        replica = self._replicas[relevo.indice]
        relevo.viejo, relevo.nuevo.a_prueba = replica.vivo, False
        puerto, self._libre = self._libre, replica.puerto
        self._replicas[relevo.indice] = Replica(puerto, self._modelo, relevo.nuevo)
        self._procesos.retirar(relevo.viejo, GRACIA)

    def _desistir(self, relevo: Relevo, porque: str) -> None:
        """Go on with what works: the model that most have, until another one is trained."""
        nombre = relevo.nuevo.programa.nombre
        log = self._procesos.logs / f"{nombre}.log"
        print(f"✗ El modelo nuevo no sirve ({porque}); sigue atendiendo el anterior. Mira {log}", flush=True)
        self._procesos.quitar(relevo.nuevo)
        self._relevo = None
        self._modelo = self._replicas[relevo.indice].modelo
        modelo.limpiar(self._carpeta, [replica.modelo for replica in self._replicas])
