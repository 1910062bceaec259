"""What invented customers are drawn from. The NITs, 999.000.xxx, lie far above those in use."""

from __future__ import annotations

from simulator.nucleo.rows import Pagaduria

# Ids start high so that a test may insert its own 1, 2, 3.
PAGADURIAS = (
    Pagaduria(501, "Secretaría de Educación del Atlántico", "999000101", "educacion"),
    Pagaduria(502, "Secretaría de Educación de Boyacá", "999000102", "educacion"),
    Pagaduria(503, "Secretaría de Educación de Nariño", "999000103", "educacion"),
    Pagaduria(504, "Secretaría de Educación del Huila", "999000104", "educacion"),
    Pagaduria(505, "Secretaría de Salud de Santander", "999000105", "salud"),
    Pagaduria(506, "Hospital San Telmo E.S.E.", "999000106", "salud"),
    Pagaduria(507, "Alcaldía de Valdelomas", "999000107", "territorial"),
    Pagaduria(508, "Gobernación del Alto Rosal", "999000108", "territorial"),
    Pagaduria(509, "Instituto de Vías de la Sabana", "999000109", "nacional"),
    Pagaduria(510, "Servicio de Vigilancia Fluvial", "999000110", "nacional"),
    Pagaduria(511, "Universidad Pública de los Farallones", "999000111", "educacion"),
    Pagaduria(512, "Manufacturas El Guadual S.A.S.", "999000112", "privado"),
    Pagaduria(513, "Fondo de Pensiones El Nogal", "999000113", "pensiones"),
    Pagaduria(514, "Fondo de Pensiones Cordillera", "999000114", "pensiones"),
    Pagaduria(515, "Caja de Retiro del Magisterio Andino", "999000115", "pensiones"),
    Pagaduria(516, "Caja de Pensiones Ferroviarias del Pacífico", "999000116", "pensiones"),
    Pagaduria(517, "Fondo Territorial de Pensiones de Valdelomas", "999000117", "pensiones"),
)

MUNICIPIOS = (
    ("Barranquilla", "Atlántico"),
    ("Soledad", "Atlántico"),
    ("Cartagena", "Bolívar"),
    ("Magangué", "Bolívar"),
    ("Medellín", "Antioquia"),
    ("Rionegro", "Antioquia"),
    ("Tunja", "Boyacá"),
    ("Duitama", "Boyacá"),
    ("Manizales", "Caldas"),
    ("Popayán", "Cauca"),
    ("Valledupar", "Cesar"),
    ("Montería", "Córdoba"),
    ("Soacha", "Cundinamarca"),
    ("Zipaquirá", "Cundinamarca"),
    ("Bogotá", "Bogotá D.C."),
    ("Quibdó", "Chocó"),
    ("Neiva", "Huila"),
    ("Pitalito", "Huila"),
    ("Santa Marta", "Magdalena"),
    ("Villavicencio", "Meta"),
    ("Pasto", "Nariño"),
    ("Ipiales", "Nariño"),
    ("Cúcuta", "Norte de Santander"),
    ("Armenia", "Quindío"),
    ("Pereira", "Risaralda"),
    ("Bucaramanga", "Santander"),
    ("Barrancabermeja", "Santander"),
    ("Sincelejo", "Sucre"),
    ("Ibagué", "Tolima"),
    ("Cali", "Valle del Cauca"),
    ("Palmira", "Valle del Cauca"),
)

_NOMBRES = """
    Adriana Alba Alejandro Amparo Andrés Arturo Aura Beatriz Camilo Carlos Carmen Cecilia César Clara
    Consuelo Daniel David Diana Edgar Eduardo Elsa Elvira Emilio Enrique Esperanza Fabiola Fabio Fernando
    Flor Gabriel Germán Gilberto Gladys Gloria Graciela Guillermo Gustavo Héctor Hernán Hugo Ignacio Inés
    Jairo Javier Jesús Joaquín Jorge Juliana Julio Leonor Leticia Libardo Ligia Lucía Luis Luz Manuel
    Margarita Mariela Mario Marleny Martha Mauricio Mercedes Miguel Myriam Nancy Nelson Néstor Nohora Norma
    Olga Orlando Óscar Patricia Pedro Rafael Ramiro Raquel Rocío Rodrigo Rosa Ruth Samuel Sandra Silvia
    Sofía Teresa Tomás Vicente Yolanda
"""
NOMBRES = tuple(_NOMBRES.split())

_APELLIDOS = """
    Acevedo Acosta Agudelo Aguirre Álvarez Arango Arboleda Ardila Arias Ávila Barrera Barrios Bedoya Beltrán
    Benavides Bermúdez Bernal Betancur Bonilla Botero Buitrago Burbano Caicedo Calderón Camacho Cárdenas
    Cardona Castaño Castillo Ceballos Chacón Córdoba Correa Cortés Cuesta Delgado Díaz Duarte Echeverry
    Escobar Espinosa Fajardo Figueroa Flórez Forero Galindo Galvis Garzón Giraldo Gómez Guerrero Henao
    Herrera Hincapié Hoyos Ibarra Jaramillo Jiménez Lozano Marín Martínez Medina Mejía Mendoza Molano
    Montoya Morales Moreno Muñoz Murillo Narváez Navarro Noguera Ocampo Olarte Ortega Ospina Pacheco
    Palacios Parra Patiño Peña Perea Pinzón Portilla Quintero Ramírez Rendón Restrepo Rincón Rivas Rodríguez
    Rojas Romero Salazar Sánchez Serna Solano Suárez Tamayo Torres Urrego Valencia Vargas Velásquez Villegas
    Yepes Zambrano Zapata
"""
APELLIDOS = tuple(_APELLIDOS.split())


def dia_descuento(pagaduria_id: int) -> int:
    """Return the day of deduction: pension funds pay on the 30th, employers on the last day (31)."""
    return 30 if pagaduria_id in PAGADURIAS_PENSION else 31


PAGADURIAS_PENSION = tuple(item.id for item in PAGADURIAS if item.sector == "pensiones")
PAGADURIAS_NOMINA = tuple(item.id for item in PAGADURIAS if item.sector != "pensiones")
