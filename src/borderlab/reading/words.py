"""The small English and Spanish vocabularies that the rules of this wing lean on."""

from __future__ import annotations

import unicodedata


def words(text: str) -> frozenset[str]:
    """Make a set of words from a line of them.

    Examples
    --------
    >>> sorted(words("sr sra"))
    ['sr', 'sra']
    """
    return frozenset(text.split())


#: Abbreviations that always stand before a name, in any case.
BEFORE_NAME = words(
    "mr mrs ms dr dra drs sr sra srta sres lic licda ing arq mtro mtra prof profa gob gral cnel"
    " mons fco gpe blvd av cd edo subsec viz vs v cf e.g i.e p.ej ej"
) | words(  # and these as written only: a dip is no deputy
    "Gov Sen Rep Gen Col Capt Cap Lt Sgt Hon Pres Amb Pdte Pdta Rev Fr St Sta Sto Ft Mt Ma Dip Dir"
)
#: Abbreviations before a number; elsewhere an ordinary end ("He said no.").
BEFORE_NUMBER = words(
    "no nos num núm nº art arts fig p pp pág págs pag vol cap ch sec secc inc tel ext km aprox"
    " approx ca lám párr ene jan feb mar abr apr jun jul ago aug sep sept oct nov dic dec exp fracc"
)
#: Abbreviations that may end a sentence or stand inside one: the word that follows decides.
EITHER = words(
    "inc corp ltd ltda cía cia jr bros dept depto assn inst intl natl govt univ hnos ph.d a.m p.m"
    " al"
) | words("Co Ave Tex Calif Ariz Fla Son Chih Coah Tamps Ver Jal Pue Qro Gto Mich Oax Tab Sin Nay")
#: Words that open sentences and hardly ever a name.
STARTERS = words(
    "the a an this that these those it its he she they we i you his her their our my your in on at"
    " as after before during for from with when while if although though however meanwhile"
    " according per to by there here some many most both since also under through over not no what"
    " who how why where but and or so yet then now once only other others all each every one two"
    " several such until unless whether because between among instead nevertheless moreover nobody"
    " el la los las lo un una unos unas en por para con sin su sus este esta estos estas ese esa"
    " esos esas eso esto aquel aquella pero y e o al se también además asimismo según durante tras"
    " ante desde hasta cuando mientras si aunque él ella ellos ellas así entre como que qué quien"
    " donde porque sobre ambos ambas muchos muchas algunos algunas otro otra otros otras nadie hoy"
    " ayer ya aún luego después antes finalmente"
)
#: Verbs of an attribution after a closed quotation.
SAYS = words(
    "said says asked asks added adds told noted notes remarked stated explained replied wondered"
    " exclaimed dijo preguntó señaló afirmó agregó añadió respondió comentó explicó expresó exclamó"
    " cuestionó indicó sostuvo declaró"
)
#: Frequent words that only one of the two languages has ("a", "no" and "me" are in both).
FREQUENT = {
    "en": words("the of and to in that for with is was by on are have has from this"),
    "es": words("el la los las de que y en del con para por se un una al es fue"),
}
#: Month names and their short forms, accents and case folded.
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene", "february feb febrero", "march mar marzo",
            "april apr abril abr", "may mayo", "june jun junio", "july jul julio",
            "august aug agosto ago", "september sept sep septiembre setiembre set",
            "october oct octubre", "november nov noviembre", "december dec diciembre dic",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
#: Weekday names and their short forms, Monday 0, accents and case folded.
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon lunes lun", "tuesday tues tue martes mar", "wednesday wed miercoles mie",
            "thursday thurs thu jueves jue", "friday fri viernes vie", "saturday sat sabado sab",
            "sunday sun domingo dom",
        )
    )
    for name in names.split()
}  # fmt: skip


def fold(text: str) -> str:
    """Fold case, accents and typographic apostrophes, for matching only: lengths may change.

    Examples
    --------
    >>> fold("Última Actualización")
    'ultima actualizacion'
    """
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))
