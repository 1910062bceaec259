"""The named customers of the demo: each one covers a case. Cédulas and mobiles are invented."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from simulator.nucleo.planes import PlanCredito, PlanOferta, PlanSolicitud


@dataclass(frozen=True)
class Persona:
    """A customer to try; `confirmado_hace` is days since the mobile was confirmed, `prueba` what to try."""

    caso: str
    nombres: str
    apellidos: str
    cedula: str
    celular: str | None
    fecha_nacimiento: date
    fecha_expedicion: date
    municipio: str
    departamento: str
    segmento: str
    pagaduria_id: int
    prueba: str
    creditos: tuple[PlanCredito, ...] = ()
    solicitudes: tuple[PlanSolicitud, ...] = ()
    ofertas: tuple[PlanOferta, ...] = ()
    confirmado_hace: int = 30
    escribe_desde: str = ""

    @property
    def nombre(self) -> str:
        return f"{self.nombres} {self.apellidos}"

    @property
    def chat(self) -> str:
        """The mobile this customer writes from, also when none is on file."""
        return self.celular or self.escribe_desde


def correo(nombres: str, apellidos: str, sufijo: str = "") -> str:
    """Return an address under the reserved top-level domain `example` (RFC 2606)."""
    name = f"{nombres.split()[0]}.{apellidos.split()[0]}{sufijo}".lower()
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return f"{plain}@correo.example"


CON_CREDITO = (
    Persona(
        "un_credito", "Claudia Patricia", "Orejuela Tobón", "99901101", "573005550101",
        date(1978, 3, 14), date(1996, 5, 22), "Barranquilla", "Atlántico", "empleado", 501,
        "Docente con un crédito al día: pide su saldo y la fecha del próximo descuento.",
        creditos=(PlanCredito("LB-900101", 18_500_000, 60, Decimal("1.62"), 23),),
    ),
    Persona(
        "dos_creditos", "María Eugenia", "Ballesteros Cuéllar", "99901102", "573005550102",
        date(1954, 9, 2), date(1975, 11, 8), "Neiva", "Huila", "pensionado", 513,
        "Pensionada con dos créditos vigentes: pide su saldo y recibe los dos.",
        creditos=(
            PlanCredito("LB-900102", 24_000_000, 72, Decimal("1.48"), 41, dia_desembolso=5),
            PlanCredito("LB-900103", 6_200_000, 36, Decimal("1.55"), 7, dia_desembolso=19),
        ),
    ),
    Persona(
        "en_mora", "Wilson Javier", "Quiñones Arboleda", "1990001103", "573005550103",
        date(1988, 1, 27), date(2006, 2, 15), "Quibdó", "Chocó", "empleado", 506,
        "Crédito en mora: pide su saldo, y luego el paz y salvo, que no se le puede expedir.",
        creditos=(PlanCredito("LB-900104", 12_000_000, 48, Decimal("1.71"), 14, "en_mora", atrasadas=2),),
    ),
    Persona(
        "cancelado", "Álvaro Hernán", "Zuluaga Pineda", "99901104", "573005550104",
        date(1949, 6, 30), date(1970, 8, 12), "Manizales", "Caldas", "pensionado", 514,
        "Todo pagado: pide el paz y salvo y recibe el certificado en PDF.",
        creditos=(
            PlanCredito(
                "LB-900105", 9_000_000, 36, Decimal("1.50"), 36, "cancelado", meses_desde_cancelacion=2
            ),
        ),
    ),
    Persona(
        "renovacion", "Ramiro Antonio", "Escorcia Vergara", "99901105", "573005550105",
        date(1971, 12, 5), date(1990, 1, 18), "Sincelejo", "Sucre", "empleado", 508,
        "Tiene una renovación preaprobada: pide renovar su crédito y acepta la oferta.",
        creditos=(PlanCredito("LB-900106", 15_000_000, 48, Decimal("1.65"), 31),),
        ofertas=(PlanOferta("LB-900106", 20_000_000, 60, Decimal("1.58"), 45),),
    ),
    Persona(
        "preferente", "Beatriz Helena", "Echeverri Posada", "99901106", "573005550106",
        date(1966, 4, 21), date(1984, 7, 3), "Medellín", "Antioquia", "preferente", 511,
        "Cliente preferente al día: pide hablar con un asesor y luego consulta su saldo.",
        creditos=(PlanCredito("LB-900107", 65_000_000, 96, Decimal("1.32"), 28),),
    ),
)

DE_IDENTIDAD = (
    Persona(
        "sin_celular", "Rosalba", "Guaqueta Sánchez", "99901107", None,
        date(1951, 2, 11), date(1972, 4, 26), "Tunja", "Boyacá", "pensionado", 515,
        "Sin celular registrado: pide su saldo; el código no le puede llegar y se le ofrece un asesor.",
        creditos=(PlanCredito("LB-900108", 7_800_000, 48, Decimal("1.57"), 12),),
        escribe_desde="573005550107",
    ),
    Persona(
        "celular_compartido", "Hernando", "Bastidas Erazo", "99901108", "573005550108",
        date(1953, 10, 17), date(1974, 12, 9), "Pasto", "Nariño", "pensionado", 516,
        "Comparte el celular con su esposa Carmen Alicia: pide su saldo y después el paz y salvo.",
        creditos=(PlanCredito("LB-900109", 10_400_000, 60, Decimal("1.52"), 33),),
    ),
    Persona(
        "celular_compartido", "Carmen Alicia", "Noguera de Bastidas", "99901109", "573005550108",
        date(1956, 5, 8), date(1977, 6, 20), "Pasto", "Nariño", "pensionado", 516,
        "Comparte el celular con su esposo Hernando: desde el mismo chat escribe «soy otra persona».",
        creditos=(PlanCredito("LB-900110", 5_000_000, 36, Decimal("1.60"), 9),),
    ),
    Persona(
        "celular_sin_confirmar", "Óscar Eduardo", "Lozada Perdomo", "99901110", "573005550110",
        date(1969, 8, 23), date(1987, 10, 14), "Ibagué", "Tolima", "empleado", 509,
        "Su celular no se confirma hace más de 180 días: pide su saldo desde otro teléfono.",
        creditos=(PlanCredito("LB-900111", 21_000_000, 60, Decimal("1.66"), 37),),
        confirmado_hace=400,
    ),
    Persona(
        "sin_credito", "Yuliana Andrea", "Mosquera Lerma", "1990001111", "573005550111",
        date(1994, 7, 19), date(2012, 8, 1), "Cali", "Valle del Cauca", "empleado", 505,
        "Nunca ha tenido crédito: pide su saldo, y luego un crédito nuevo.",
    ),
)

CON_SOLICITUD = (
    Persona(
        "solicitud_recepcion", "Diego Fernando", "Buitrago Salcedo", "1990001112", "573005550112",
        date(1991, 11, 3), date(2009, 12, 16), "Villavicencio", "Meta", "empleado", 512,
        "Solicitud en recepción: pregunta por su estado y pide que le avisen de los cambios.",
        solicitudes=(PlanSolicitud("SOL-900112", "recepcion", 8_000_000, 36, 1, 1),),
    ),
    Persona(
        "solicitud_estudio", "Nubia Esperanza", "Carvajal Prieto", "99901113", "573005550113",
        date(1962, 3, 29), date(1980, 6, 5), "Duitama", "Boyacá", "pensionado", 515,
        "Solicitud en estudio: pregunta en qué va su crédito.",
        solicitudes=(PlanSolicitud("SOL-900113", "estudio", 14_000_000, 60, 4, 2),),
    ),
    Persona(
        "solicitud_aprobacion", "Edgar Mauricio", "Villamizar Rueda", "1990001114", "573005550114",
        date(1986, 9, 12), date(2004, 10, 27), "Bucaramanga", "Santander", "empleado", 505,
        "Solicitud en aprobación: pregunta cuándo le responden.",
        solicitudes=(PlanSolicitud("SOL-900114", "aprobacion", 25_000_000, 72, 6, 1),),
    ),
    Persona(
        "solicitud_desembolso", "Sandra Milena", "Pertuz Altamar", "1990001115", "573005550115",
        date(1987, 5, 25), date(2005, 7, 11), "Santa Marta", "Magdalena", "empleado", 501,
        "Solicitud en desembolso: pregunta si ya le van a girar.",
        solicitudes=(PlanSolicitud("SOL-900115", "desembolso", 11_500_000, 48, 9, 1),),
    ),
    Persona(
        "solicitud_negada", "Jhon Alexander", "Cifuentes Mora", "1990001116", "573005550116",
        date(1993, 2, 6), date(2011, 3, 24), "Pereira", "Risaralda", "empleado", 512,
        "Solicitud negada: pregunta por su estado y pide un asesor que le explique.",
        solicitudes=(
            PlanSolicitud(
                "SOL-900116", "negada", 30_000_000, 84, 15, 5, observacion="Sin capacidad de descuento"
            ),
        ),
    ),
    Persona(
        "solicitud_desistida", "Gloria Inés", "Montealegre Trujillo", "99901117", "573005550117",
        date(1959, 1, 15), date(1978, 3, 7), "Popayán", "Cauca", "pensionado", 517,
        "Desistió de su solicitud: pregunta por su estado y empieza una nueva.",
        solicitudes=(
            PlanSolicitud(
                "SOL-900117", "desistida", 6_000_000, 36, 40, 22, observacion="Desistió por teléfono"
            ),
        ),
    ),
)

PERSONAS = CON_CREDITO + DE_IDENTIDAD + CON_SOLICITUD
