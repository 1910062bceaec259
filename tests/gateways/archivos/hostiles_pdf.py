"""PDFs that run, carry, loop, swell or lie."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

import pikepdf

from tests.gateways.archivos.papeles import DIBUJO, armar, en_flujos, flujo, otra_vez, pdf

Muestra = tuple[str, bytes]
JS = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
ADJUNTO = b"<< /Type /Filespec /F (../../x.exe) /EF << /F 6 0 R >> >>"
CARGA = flujo(b"MZ" + bytes(99), b"/Type /EmbeddedFile")
UNA_PAGINA = {
    1: b"<< /Type /Catalog /Pages 2 0 R >>",
    2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>",
}


def anota(subtipo: bytes, mas: bytes) -> bytes:
    return b"/Annots [<< /Type /Annot /Subtype /" + subtipo + b" /Rect [0 0 99 99] " + mas + b" >>]"


def accion(cuerpo: bytes) -> bytes:
    return anota(b"Link", b"/A << " + cuerpo + b" >>")


# What it adds to the catalog, to the page, and as further objects (from 5 on).
ACTIVOS: dict[str, tuple[bytes, bytes, list[bytes]]] = {
    "js al abrir": (b"/OpenAction " + JS, b"", []),
    "js al abrir, en otro objeto": (b"/OpenAction 5 0 R", b"", [JS]),
    "js en los nombres": (b"/Names << /JavaScript << /Names [(a) 5 0 R] >> >>", b"", [JS]),
    "js en la pagina": (b"", b"/AA << /O " + JS + b" >>", []),
    "js al cerrar": (b"/AA << /WC " + JS + b" >>", b"", []),
    "js en un enlace": (b"", accion(JS[3:-3]), []),
    "js despues de un enlace": (b"", accion(b"/S /URI /URI (https://x.co) /Next " + JS), []),
    "js en un campo": (
        b"/AcroForm << /Fields [5 0 R] >>",
        b"/Annots [5 0 R]",
        [b"<< /Subtype /Widget /FT /Tx /T (a) /AA << /K " + JS + b" >> /Rect [0 0 9 9] >>"],
    ),
    "js en el indice": (
        b"/Outlines 5 0 R",
        b"",
        [b"<< /First 6 0 R /Last 6 0 R /Count 1 >>", b"<< /Title (a) /Parent 5 0 R /A " + JS + b" >>"],
    ),
    "js en un flujo": (b"/OpenAction << /S /JavaScript /JS 5 0 R >>", b"", [flujo(b"app.alert(1)", comprimido=True)]),
    "js que nadie nombra": (b"", b"", [JS]),
    "lanza un programa": (b"/OpenAction << /S /Launch /F (cmd.exe) >>", b"", []),
    "lanza desde un enlace": (b"", accion(b"/S /Launch /Win << /F (cmd.exe) /P (/c calc) >>"), []),
    "lanza, con la clase en otro objeto": (b"", accion(b"/S 5 0 R /F (cmd.exe)"), [b"/Launch"]),
    "envia el formulario": (b"", accion(b"/S /SubmitForm /F << /FS /URL /F (https://x.co) >>"), []),
    "importa datos": (b"", accion(b"/S /ImportData /F (x.fdf)"), []),
    "va a otro archivo": (b"", accion(b"/S /GoToR /F (\\\\\\\\1.2.3.4\\\\x) /D [0 /Fit]"), []),
    "va a un adjunto": (b"", accion(b"/S /GoToE /T << /R /C /N (x) >>"), []),
    "suena": (b"", accion(b"/S /Sound /Sound 5 0 R"), [flujo(b"x", b"/Type /Sound /R 8000")]),
    "pelicula": (b"", anota(b"Movie", b"/Movie << /F (x.avi) >>"), []),
    "multimedia": (b"", accion(b"/S /Rendition /OP 0"), []),
    "pantalla": (b"", anota(b"Screen", b"/T (a)"), []),
    "flash": (b"", anota(b"RichMedia", b"/RichMediaContent << /Assets << >> >>"), []),
    "3d": (b"", anota(b"3D", b"/3DD 5 0 R"), [flujo(b"U3D", b"/Type /3D /Subtype /U3D")]),
    "adjunto": (b"/Names << /EmbeddedFiles << /Names [(x) 5 0 R] >> >>", b"", [ADJUNTO, CARGA]),
    "adjunto en una nota": (b"", anota(b"FileAttachment", b"/FS 5 0 R"), [ADJUNTO, CARGA]),
    "adjunto asociado": (b"/AF [5 0 R]", b"", [ADJUNTO, CARGA]),
    "adjunto suelto": (b"", b"", [CARGA]),
    "portafolio": (b"/Collection << /View /D >> /Names << /EmbeddedFiles << /Names [] >> >>", b"", []),
    "xfa": (b"/AcroForm << /Fields [] /XFA 5 0 R >>", b"", [flujo(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")]),
    "enlace a file:": (b"", accion(b"/S /URI /URI (file:///etc/passwd)"), []),
    "enlace a javascript:": (b"", accion(b"/S /URI /URI (JavaScript:alert\\(1\\))"), []),
    "enlace a un recurso de red": (b"", accion(b"/S /URI /URI (\\\\\\\\1.2.3.4\\\\c$)"), []),
    "enlace a data:": (b"", accion(b"/S /URI /URI (data:text/html,<b>)"), []),
    "enlace a un disco": (b"", accion(b"/S /URI /URI (C:\\\\x.exe)"), []),
    "abre una direccion": (b"/OpenAction << /S /URI /URI (https://x.co) >>", b"", []),
    "abre y sigue": (b"/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next " + JS + b" >>", b"", []),
    "imprime al abrir": (b"/OpenAction << /S /Named /N /Print >>", b"", []),
    "postscript": (b"", b"", [flujo(b"(x) run", b"/Type /XObject /Subtype /PS")]),
    "flujo de otro archivo": (b"", b"", [flujo(b"", b"/F (/etc/passwd)")]),
    "flujo cifrado aparte": (b"", b"", [flujo(b"x", b"/Filter /Crypt /DecodeParms << /Name /Identity >>")]),
}


ESCONDIBLES = (
    "js al abrir",
    "js en la pagina",
    "lanza un programa",
    "adjunto en una nota",
    "xfa",
    "envia el formulario",
    "lanza, con la clase en otro objeto",
)


def activos() -> Iterator[Muestra]:
    for nombre, partes in ACTIVOS.items():
        yield nombre, pdf(*partes)
    for nombre in ESCONDIBLES:
        entero = pdf(*ACTIVOS[nombre])
        yield f"{nombre}, en flujos de objetos", en_flujos(entero)
        yield f"{nombre}, con nombres en clave", en_clave(entero)
        yield f"{nombre}, con nombres en clave y en flujos", en_flujos(en_clave(entero))
        yield f"{nombre}, linealizado", otra_vez(entero, linearize=True)
    yield "js en la revision anterior", pdf(b"/OpenAction " + JS) + pdf()[9:]


def en_clave(contenido: bytes) -> bytes:
    """Names may spell any letter by its number."""
    for nombre in (
        b"JavaScript",
        b"Launch",
        b"OpenAction",
        b"XFA",
        b"JS",
        b"AA",
        b"SubmitForm",
        b"EF",
        b"FileAttachment",
    ):
        contenido = contenido.replace(
            b"/" + nombre + b" ", b"/" + b"".join(b"#%02x" % letra for letra in nombre) + b" "
        )
    return contenido


def protegidos() -> Iterator[Muestra]:
    papel = pdf()
    for clave in ("99901101", ""):
        for nombre, fuerza in (
            ("RC4", {"R": 3, "aes": False, "metadata": False}),
            ("AES-128", {"R": 4}),
            ("AES-256", {"R": 6}),
        ):
            cifra = pikepdf.Encryption(user=clave, owner="dueno", **fuerza)
            yield f"con clave {nombre} {clave or 'solo del dueno'}", otra_vez(papel, encryption=cifra)


def cortados() -> Iterator[Muestra]:
    papel = pdf(contenido=flujo(DIBUJO * 200))
    for nombre, entero in (
        ("pdf", papel),
        ("pdf con flujos", en_flujos(papel)),
        ("pdf linealizado", otra_vez(papel, linearize=True)),
    ):
        for parte in (0.02, 0.1, 0.3, 0.5, 0.7, 0.9):
            yield f"{nombre} cortado a {parte:.0%}", entero[: int(len(entero) * parte)]
    yield "pdf despues de basura", b"basura " * 9 + papel
    yield "pdf despues de mil bytes", bytes(1_000) + papel
    yield "pdf sin cabeza", papel[9:]
    yield "pdf con mucho detras", papel + b"x" * 50_000


def paginas() -> Iterator[Muestra]:
    def hojas(cuantas: int) -> bytes:
        ninos = b" ".join(b"%d 0 R" % (10 + n) for n in range(cuantas))
        raiz = b"<< /Type /Pages /Count %d /MediaBox [0 0 612 792] /Kids [%s] >>" % (cuantas, ninos)
        return armar(
            {1: UNA_PAGINA[1], 2: raiz, **{10 + n: b"<< /Type /Page /Parent 2 0 R >>" for n in range(cuantas)}}
        )

    def con_raiz(raiz: bytes, **otros: bytes) -> bytes:
        return armar({**UNA_PAGINA, 2: raiz, **{int(numero[1:]): objeto for numero, objeto in otros.items()}})

    for cuantas in (0, 21, 100, 5_000):
        yield f"{cuantas} paginas", hojas(cuantas)
    yield "paginas que dicen ser mil millones", con_raiz(b"<< /Type /Pages /Count 1000000000 /Kids [] >>")
    yield "arbol que vuelve a la raiz", con_raiz(b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>")
    yield (
        "arbol que vuelve mas abajo",
        con_raiz(
            b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
            n5=b"<< /Type /Pages /Kids [6 0 R] >>",
            n6=b"<< /Type /Pages /Kids [5 0 R] >>",
        ),
    )
    yield (
        "arbol que se dobla treinta veces",
        armar(
            {
                **UNA_PAGINA,
                **{n: b"<< /Type /Pages /Kids [%d 0 R %d 0 R] >>" % (n + 1, n + 1) for n in (2, *range(4, 34))},
                2: b"<< /Type /Pages /Kids [4 0 R 4 0 R] >>",
                34: UNA_PAGINA[3],
            }
        ),
    )
    yield (
        "arbol de diez mil pisos",
        armar(
            {
                **UNA_PAGINA,
                2: b"<< /Type /Pages /Kids [4 0 R] >>",
                **{n: b"<< /Type /Pages /Kids [%d 0 R] >>" % (n + 1) for n in range(4, 10_004)},
                10_004: UNA_PAGINA[3],
            }
        ),
    )
    yield "arbol con ninos que no son hojas", con_raiz(b"<< /Type /Pages /Count 2 /Kids [3 0 R 7] >>")
    yield "sin arbol", armar({1: b"<< /Type /Catalog >>"})
    yield "sin catalogo", armar({1: b"<< /Type /Nada >>"})
    yield "el catalogo es un numero", armar({1: b"7"})
    for caja in (b"[0 0 1 1]", b"[0 0 1000000 1000000]", b"[0 0 612 100000000]"):
        yield f"hoja de {caja.decode()}", pdf(pagina=b"/MediaBox " + caja)


def imagen(ancho: int, alto: int, datos: bytes, mas: bytes, veces: int = 1) -> bytes:
    """A page that shows one picture."""
    dibujo = flujo(b"600 0 0 700 0 0 cm " + b"/I Do " * veces)
    cosa = flujo(datos, b"/Type /XObject /Subtype /Image /Width %d /Height %d " % (ancho, alto) + mas)
    return pdf(pagina=b"/Resources << /XObject << /I 5 0 R >> >>", otros=[cosa], contenido=dibujo)


def bombas() -> Iterator[Muestra]:
    gorda = zlib.compress(bytes(200 * 2**20), 9)
    yield "contenido de 200 MB", pdf(contenido=flujo(gorda, b"/Filter /FlateDecode"))
    yield (
        "contenido de 200 MB, comprimido dos veces",
        pdf(contenido=flujo(zlib.compress(gorda, 9), b"/Filter [/FlateDecode /FlateDecode]")),
    )
    yield "un flujo de 100 MB que nadie usa", pdf(otros=[flujo(bytes(100 * 2**20), comprimido=True)])
    yield "cuatro flujos de 60 MB que nadie usa", pdf(otros=[flujo(bytes(60 * 2**20), comprimido=True)] * 4)
    yield (
        "contenido que repite sin fin",
        pdf(contenido=flujo(zlib.compress(b"0 0 m 600 700 l S " * 3_000_000, 9), b"/Filter /FlateDecode")),
    )
    yield "flujo de objetos de 200 MB", con_flujo_de_objetos(gorda, b"/Type /ObjStm /N 1000000 /First 10")
    yield "tabla de referencias de 200 MB", referencias(gorda, b"/Size 80000000 /W [1 2 2]")
    yield "tabla de dos mil millones", armar(UNA_PAGINA, b"/Size 2147483647")
    yield (
        "tabla con indice enorme",
        referencias(zlib.compress(bytes(50)), b"/Size 2147483647 /Index [0 2147483647] /W [1 2 2]"),
    )
    for ancho, alto in ((30_000, 30_000), (65_535, 65_535), (9_000, 9_000)):
        yield (
            f"imagen de {ancho}x{alto}",
            imagen(ancho, alto, gorda, b"/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode"),
        )
    yield "una imagen dibujada cien mil veces", interminable()
    yield "noventa mil objetos", armar({**UNA_PAGINA, **{n: b"<< /K %d >>" % n for n in range(4, 90_000)}})
    yield "una lista de dos millones", pdf(b"/X [" + b"0 " * 2_000_000 + b"]")
    yield "una lista de dos millones de textos", pdf(b"/X [" + b"()" * 2_000_000 + b"]")
    yield "listas dentro de listas", pdf(b"/X " + b"[" * 100_000 + b"]" * 100_000)
    yield "diccionarios dentro de diccionarios", pdf(b"/X " + b"<</X " * 50_000 + b"0" + b">>" * 50_000)
    yield (
        "un contenido de cien mil pedazos",
        pdf(pagina=b"/Contents [" + b"4 0 R " * 100_000 + b"]", contenido=flujo(DIBUJO * 2_000, comprimido=True)),
    )


def interminable() -> bytes:
    """Little memory and no end: a large picture is made small again and again."""
    gris = b"/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"
    return imagen(4_000, 4_000, zlib.compress(bytes(4_000 * 4_000)), gris, veces=100_000)


def con_flujo_de_objetos(datos: bytes, mas: bytes) -> bytes:
    """The catalog says that a part of it is inside the stream."""
    sano = en_flujos(pdf())
    with pikepdf.open(io.BytesIO(sano)) as abierto:
        abierto.Root.X = abierto.make_indirect(pikepdf.Dictionary(A=1))
        salida = io.BytesIO()
        abierto.save(salida, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    entero = salida.getvalue()
    desde = entero.index(b"<<", entero.index(b"obj", entero.index(b"%PDF")))
    hasta = entero.index(b"endstream")
    return (
        entero[:desde]
        + b"<< "
        + mas
        + b" /Filter /FlateDecode /Length %d >>\nstream\n" % len(datos)
        + datos
        + b"\n"
        + entero[hasta:]
    )


def referencias(datos: bytes, mas: bytes) -> bytes:
    """A cross-reference stream with these bytes for a table."""
    cuerpo = b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % par for par in UNA_PAGINA.items())
    tabla = flujo(datos, b"/Type /XRef /Root 1 0 R /Filter /FlateDecode " + mas)
    return cuerpo + b"9 0 obj\n" + tabla + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(cuerpo)


def vueltas() -> Iterator[Muestra]:
    """What refers to itself."""
    papel = pdf()
    tabla = int(papel.rpartition(b"startxref")[2].split()[0])
    yield "referencias que vuelven, sin catalogo", papel.replace(b"/Root 1 0 R", b"/Prev %d" % tabla)
    yield "referencias que vuelven", papel.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % tabla)
    yield "catalogo que es el mismo", armar({1: b"1 0 R"})
    yield "dos objetos que son el otro", armar({1: b"2 0 R", 2: b"1 0 R"})
    yield "el arbol es el catalogo", armar({1: b"<< /Type /Catalog /Pages 1 0 R >>"})
    yield (
        "el nino es el catalogo",
        armar({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [1 0 R 2 0 R] >>"}),
    )
    yield "formas que se llaman cien millones de veces", espiral()
    yield "mosaico de mosaicos", mosaico()


def mosaico() -> bytes:
    """A pattern of a million tiles that are painted with the pattern itself."""
    usa = b"/Resources << /Pattern << /P 5 0 R >> >>"
    tesela = b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep .001 /YStep .001 " + usa
    pintada = b"/Pattern cs /P scn " + b"0 0 1 1 re f " * 9_000
    return pdf(pagina=usa, contenido=flujo(b"/Pattern cs /P scn 0 0 600 700 re f"), otros=[flujo(pintada, tesela)])


def espiral() -> bytes:
    """Each form draws the next one twenty times: 20^7 drawings in two thousand bytes."""

    def forma(numero: int) -> bytes:
        cuerpo = b"/F Do " * 20 if numero < 7 else b"0 0 m 600 700 l S " * 10
        return flujo(
            cuerpo,
            b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /F %d 0 R >> >>"
            % (6 + numero),
        )

    return pdf(
        pagina=b"/Resources << /XObject << /F 5 0 R >> >>",
        contenido=flujo(b"/F Do"),
        otros=[forma(n) for n in range(9)],
    )


GRUPOS = (activos, protegidos, cortados, paginas, bombas, vueltas)
