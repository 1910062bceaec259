"""The Rasa replicas, and changing their model one by one: the new one is loaded beside the old one, then takes over."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from launcher import modelo
from launcher.procesos import Procesos, Programa, Vivo
from proalto import modelo_rechazado

MIRAR_CADA = 2.0  # for a newly trained model
CALENTAR_EN = 180.0  # a start takes some 20 s of processor, which a busy machine gives out slowly
NOTAR_EN = 2.0  # every worker has found the new one by then: they ask twice a second
GRACIA = 30.0  # a turn lasts at most 11 s
# How long a model that would not load is left alone: the machine was busy, or short of memory, and will not always be.
REINTENTAR_EN, REINTENTAR_MAXIMO = 120.0, 3600.0

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
        self._rechazos = 0  # how often the one in place would not load
        self._reintentar_en = 0.0

    def arrancar(self, puertos: tuple[int, ...], libre: int) -> None:
        """Start one replica at each port with the model in place."""
        self._entrenado_en, self._libre = modelo.entrenado_en(), libre
        self._modelo = modelo.copiar(self._carpeta)
        modelo.limpiar(self._carpeta, [self._modelo])
        modelo_rechazado.olvidar(self._carpeta)
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
        if not self._toca(modelo.entrenado_en(), ahora):
            return
        try:
            nuevo = modelo.copiar(self._carpeta)
        except modelo.ModeloAjeno as error:
            self._rechazar(f"✗ {error} no es el que se entrenó", "no es el que se entrenó", ahora)
            return
        if nuevo != self._modelo:
            otra_vez = " otra vez" if self._rechazos else ""
            print(f"▸ Hay un modelo nuevo: lo cargo{otra_vez} al lado del que atiende.", flush=True)
            self._modelo = nuevo
            self._seguir(ahora)
        else:
            self._acoger()

    def _toca(self, entrenado_en: int, ahora: float) -> bool:
        """Tell whether to look at the model in place: it is another, or has been left alone for long enough."""
        if entrenado_en not in (0, self._entrenado_en):
            self._entrenado_en, self._rechazos = entrenado_en, 0
            return True
        return self._rechazos > 0 and ahora >= self._reintentar_en

    def _seguir(self, ahora: float) -> None:
        """Start the change of the next replica that has another model than the newest."""
        for indice, replica in enumerate(self._replicas):
            if replica.modelo != self._modelo:
                nuevo = self._procesos.probar(self._receta(indice, self._libre, self._modelo))
                self._relevo = Relevo(indice, nuevo, ahora)
                return
        modelo.limpiar(self._carpeta, [self._modelo])
        self._acoger()
        print("✓ Todos los Rasa atienden con el modelo nuevo.", flush=True)

    def _calentar(self, relevo: Relevo, ahora: float) -> None:
        if not relevo.nuevo.corre:
            self._desistir(relevo, "el proceso terminó", ahora)
        elif not self._salud(self._libre):
            relevo.sano_desde = None
            if ahora - relevo.desde > CALENTAR_EN:
                self._desistir(relevo, f"no estuvo listo en {CALENTAR_EN:.0f} segundos", ahora)
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

    def _desistir(self, relevo: Relevo, porque: str, ahora: float) -> None:
        """Go on with what works: the model that most have, until this one is tried again, or another."""
        nombre = relevo.nuevo.programa.nombre
        log = self._procesos.logs / f"{nombre}.log"
        self._procesos.quitar(relevo.nuevo)
        self._relevo = None
        self._modelo = self._replicas[relevo.indice].modelo
        modelo.limpiar(self._carpeta, [replica.modelo for replica in self._replicas])
        self._rechazar(f"✗ El modelo nuevo no cargó ({porque}; mira {log})", porque, ahora)

    def _rechazar(self, queja: str, porque: str, ahora: float) -> None:
        """Leave the model in place alone, for longer each time, and say so here and on the health page."""
        pausa = min(REINTENTAR_MAXIMO, REINTENTAR_EN * 2.0**self._rechazos)
        self._rechazos, self._reintentar_en = self._rechazos + 1, ahora + pausa
        print(f"{queja}; sigue atendiendo el anterior, y lo intento en {pausa / 60:.0f} minutos.", flush=True)
        modelo_rechazado.anotar(self._carpeta, porque)

    def _acoger(self) -> None:
        self._rechazos = 0
        modelo_rechazado.olvidar(self._carpeta)
