"""How news pages and releases label their lines, English and Spanish: the vocabulary of `labels`.

One family of phrases a line, as regular expressions on folded text (lower case, no accents) that
must match whole. Extend a list to teach the reader a new phrase; its rule's name stays.
"""

from __future__ import annotations


def _families(text: str) -> str:
    return "|".join(line.strip() for line in text.strip().splitlines())


#: What stands before a colon (or bar) in ``Label: value``.
LABELS = {
    "published": _families(r"""
        (?:date |first )?(?:published|posted|released|issued)(?: on| date| at)?
        date(?: posted)?|publication date|release date
        fecha(?: de (?:publicacion|emision))?|publicad[oa](?: el)?
    """),
    "updated": _families(r"""
        (?:last )?(?:updated|modified|revised)(?: on)?
        (?:ultima |fecha de )?(?:actualizad[oa]|actualizacion|modificacion)
    """),
    "category": _families(r"""
        categor(?:y|ies|ias?)|section|seccion|topics?|temas?|tags?|keywords
        etiquetas?|palabras clave|(?:filed|posted) (?:under|in)|archivado en|type|language|idioma
        location|lugar
    """),
    "author": _families(r"""
        by|byline|authors?|reporters?|writer|editor|(?:written|reported|edited|text|words) by
        por|autor(?:a|es|as)?|reporter[oa]|editora|(?:escrito|texto|redactado|editado) por|texto
    """),
    "source": _families(r"""
        (?:original )?sources?|via|with information from
        fuentes?(?: original)?|con informacion de
    """),
    "outlet": _families(r"""
        outlet|publisher|publication|newspaper
        medio(?: de comunicacion)?|periodico|diario
    """),
    "photo": _families(r"""
        (?:photo(?:graph|graphy)?|image|picture|cover)s?(?: (?:credits?|by|courtesy(?: of)?))?
        (?:foto|fotografia|imagen)s?(?: de portada)?(?: (?:por|cortesia(?: de)?))?
        (?:photo )?credits?|creditos?|courtesy(?: of)?|cortesia(?: de)?
    """),
    "contact": _families(r"""
        (?:(?:media|press) )?contacts?|contacto(?: (?:de|para) prensa)?|phone|tel(?:efono)?
        e-?mail|correo(?: electronico)?|website|sitio(?: web)?|url|link|enlace|twitter|facebook
    """),
}

#: Whole lines that state where a text comes from.
META = {
    "release_mark": _families(r"""
        for immediate release|para (?:su )?(?:publicacion|difusion) inmediata
        (?:press|news|media) (?:release|note)(?:[ :,.-]*(?:no|number)?\W*\d[\d/.-]*)?
        (?:comunicado|boletin)(?: de prensa| conjunto)*(?:[ :,.-]*(?:no|num|numero)?\W*\d[\d/.-]*)?
    """),
    "photo": _families(r"""
        (?:photo|image|picture)s? (?:by|courtesy|credit|via)\b.*
        (?:foto|imagen|fotografia)s? (?:por|cortesia|via|tomada de)\b.*
        (?:ap photo|ap|reuters|afp|efe|getty images|cuartoscuro)/.{1,60}
        getty images|cuartoscuro|shutterstock|istock|pixabay|unsplash|wikimedia commons
    """),
    "label_alone": _families(r"""
        author|published(?: on)?|publication date|last updated|category|source
        autor(?:a|es)?|fecha(?: de publicacion)?|publicado|categoria|fuente
    """),
    "category": r"(?:filed under|posted in|archivado en|publicado en)\b.{1,60}",
    "newsroom": _families(r"""
        staff (?:writer|reporter|report)s?|editorial staff|reuters|efe|afp|ap|notimex|xinhua
        (?:la )?redaccion(?: .{1,30})?
    """),
}

#: Whole lines that belong to the page and not to the text.
BOILERPLATE = {
    "list_heading": _families(r"""
        you (?:may|might) (?:also )?(?:like|be interested in)|read next|also read|in other news
        most (?:popular|read|viewed|shared)(?: .{1,20})?
        (?:popular|top|trending|latest) (?:stories|posts|articles|news|content|topics)(?: .{1,25})?
        (?:recent|related|recommended|more) (?:stories|posts|articles|news|content)(?: .{1,25})?
        related|trending(?: now)?|recommended(?: for you)?|more (?:from|on) .{1,30}
        from the web|sponsored content|editor'?s'? picks?
        (?:tambien )?te (?:puede|podria) interesar(?: .{1,20})?|te recomendamos|lee tambien
        (?:lo|las?|los) mas (?:leid|vist|popular|nuev|recient|compartid)\w*(?: .{1,20})?
        mas leid[oa]s|(?:mas |otras |ultimas )(?:noticias|notas|historias)(?: .{1,20})?
        (?:notas|noticias|articulos|contenidos?|temas|entradas) relacionad[oa]s?|relacionad[oa]s
        (?:contenido|noticias) (?:patrocinado|destacad[oa]s)|recomendad[oa]s(?: para ti)?
        no te (?:lo )?pierdas|tendencias
    """),
    "read_also": _families(r"""
        (?:also read|read (?:also|more|next)|see also|related|don't miss)(?: \w+)?\s*[:|>»→].+
        (?:lee|lea|leer|ver|mira) (?:tambien|mas)\s*[:|>»→].+
        (?:te (?:puede|podria) interesar|te recomendamos|no te pierdas)\s*[:|>»→].+
        (?:(?:nota|noticia)s? relacionadas?|relacionado)\s*[:|>»→].+
    """),
    "share": _families(r"""
        share(?: (?:it|this(?: \w+)?|the (?:article|story|news)|your (?:thoughts|opinion)))?
        share (?:on|via|with) .{1,30}|tweet|retweet|like|print|copy link
        compart(?:e|ir|elo|ela|a)(?: (?:en|por) .{1,30})?|tuitear|imprimir|copiar enlace
        compart(?:e|ir|a) (?:est[ea]|la|el) (?:nota|noticia|articulo|publicacion|historia).{0,30}
        enviar por (?:correo|whatsapp|e-?mail).{0,30}
        (?:(?:facebook|twitter|x|whatsapp|linkedin|telegram|instagram|youtube|tiktok)\b\W*)+
        (?:(?:facebook|twitter|whatsapp|e-?mail|pinterest|reddit|print|share|correo)\b\W*)+
    """),
    "follow": _families(r"""
        (?:follow us|subscribe|sign up|join our)\b.{0,120}
        (?:siguenos|suscribete|suscribase|unete a|recibe (?:las|nuestr[oa]s?|lo))\b.{0,120}
    """),
    "navigation": _families(r"""
        skip to (?:main )?content|menu|search|home|back to top|next|previous|all|close|log ?in
        (?:read|see|load|show) (?:more|all)|more|continue reading|sign in|accept(?: .{1,20})?cookies
        (?:previous|next) (?:post|article|story)(?:\W.*)?|(?:click|tap) (?:here|to)\b.{0,60}
        buscar|inicio|portada|volver (?:arriba|al inicio)|siguiente|anterior|cerrar
        leer mas|ver (?:mas|todo)|(?:sigue|seguir) leyendo|iniciar sesion|ha(?:z|ga) clic.{0,60}
        nota (?:anterior|siguiente)(?:\W.*)?|aceptar(?: .{1,20})?cookies
    """),
    "advertisement": r"advertisements?|sponsored|publicidad|anuncios?|patrocinado",
    "end_mark": r"30|ends?|fin|o+0+o+",
    "counter": _families(r"""
        \d[\d.,]*k? (?:comments?|shares?|views?|likes?|vistas|lecturas|comentarios?)
        (?:reading time|tiempo de lectura|lectura)?\W*\d+\W?min(?:ut[eo]s?)?(?: read| de lectura)?
        \d{1,3}|(?:facebook )?comments?(?: \d+)?
        comentarios?|leave a (?:comment|reply)|deja (?:un|tu) comentario
    """),
    "rights": _families(r"""
        (?:©|c\)|copyright).{0,30}\d{4}.{0,120}
        .{0,120}(?:all rights reserved|derechos reservados).{0,60}
    """),
    "breadcrumb": _families(r"""
        (?:home|inicio|portada)\s*(?:[>»›/|]\s*[^>»›/|]{1,60}){1,6}
        [^>»›«]{1,40}(?: [>›] [^>»›«]{1,60}){1,6}
        [^>»›«]{1,40}(?: ?[>»›] ?[^>»›« ][^>»›«]{0,60}){2,6}
    """),
    "bare_address": r"(?:https?://|www\.)\S+|\S+@\S+",
}
