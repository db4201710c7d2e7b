"""Words in announcements that tell which places are meant, and which are not; in small letters without marks."""

from __future__ import annotations

import re

EVERYWHERE = re.compile(
    r"\b(?:nationwide|nation wide|countrywide|country wide|uk ?wide|nationally|landesweit|bundesweit"
    r"|(?:osterreich|deutschland|schweiz)weit|schweizweit|europaweit|dans toute la (?:france|suisse|belgique)"
    r"|toute la france|(?:au )?niveau national|(?:all|every|alle|allen|tous les|toutes les|todas las|todos los|tutte le"
    r"|tutti i) (?:regions?|areas?|locations?|sites?|customers?|clients?|users?|subscribers?|kunden|regionen|gebiete"
    r"|gebieten|standorte|standorten|bundeslander|bundeslandern|departements?|clientes|utenti|regioni|regiones)"
    r"|(?:whole|entire|gesamte[ns]?|ganze[ns]?) (?:network|country|netz|land|netzwerk))\b"
)
NOT_EVERYWHERE = re.compile(rf"\b(?:not|nicht|keine?n?|pas|no)(?: \w+){{0,2}} {EVERYWHERE.pattern}")
LEFT_OUT = re.compile(
    r"\b(?:except|excluding|excludes|other than|but not|not in|nicht in|ausgenommen|au(?:ss|ß)er|sauf|hormis|excepto"
    r"|eccetto)\b.*",
    re.I | re.S,
)
"""From such a word on, a sentence names places that are not meant."""
UNTOUCHED = re.compile(
    r"\b(?:not (?:be )?(?:affect|impact)\w*|unaffected|nicht betroffen|pas (?:touche|concerne|impacte)\w*"
    r"|no afectad\w*"
    r"|(?:no|keine?|aucune?|pas de|ninguna?|nessuna?) (?:known |current |bekannten? |aktuellen? )?"
    r"(?:outages?|incidents?|issues?|problems?|disruptions?|faults?|maintenance|storung(?:en)?|ausfall|ausfalle|probleme?|panne|coupure))\b"
)
"""A sentence with these words names places that are not meant."""
FINE = re.compile(
    r"\b(?:is|are|have been|has been|was|were|now|wieder|sont|est|again) (?:fully |all )?"
    r"(?:fine|well|restored|repaired|back|normal|ok|okay|stable|verfugbar|online|up|retabli\w*|resolu\w*)\b"
    r"|\b(?:ok|okay|fine|restored|recovered|works? again|working again|back (?:online|up|to normal)|wiederhergestellt"
    r"|behoben|entstort|resolved|repaired|ripristinat\w*|restablecid\w*|resuelt\w*|retabli\w*)\b"
)
"""Said of places that work, or work again."""
TO_COME = re.compile(
    r"\b(?:will|expect\w*|to be|being|soon|until|not yet|noch nicht|wird|werden|bis|voraussichtlich|sera|seront"
    r"|prevu\w*)\b"
)
"""With such a word, a place is not yet well again."""
PLACED = re.compile(
    r"\b(?i:in|im|at|near|around|bei|nahe|um|raum|region|area|bereich|bezirk|gemeinde|ort|county|district|city|exchange"
    r"|a|à|au|en|dans|près de|secteur|ville de|di|nel|nella)"
    r"\s+(?:(?:the|der|dem|den|die|la|le|les)\s+)?([A-ZÄÖÜÉÈÅØ]\w*)"
)
"""A name after a word of place, in the words as they were written: names have large letters."""
IN = frozenset(("in", "im", "à", "a", "en", "dans", "plz", "postcode", "postcodes", "postleitzahl"))
"""What stands right before the name of the place that is meant."""
OF_AREA = frozenset(("raum", "region", "area", "gebiet", "bereich", "bezirk", "gemeinde", "the", "der", "dem", "den"))
"""What may stand between, or behind the name."""
NEAR = frozenset((
    "at", "near", "around", "bei", "nahe", "um", "von", "vom", "from", "nach", "to", "bis", "via", "uber",
    "ueber", "over", "towards", "richtung", "vers", "vor", "hinter", "beyond", "outside", "ausserhalb", "ohne",
    "without", "not", "nicht", "pas", "between", "zwischen", "entre", "au", "aux", "of",
))  # fmt: skip
"""A name behind such a word is not, or not surely, the place itself."""
NO_LEAD = frozenset((
    "high", "home", "back", "core", "backbone", "line", "lines", "leitung", "some", "on", "as", "am", "im",
    "die", "der", "des",
))  # fmt: skip
"""Words that make another name of a place, or a thing there, where no word of place stands between."""
COMMON = frozenset((
    "au", "bath", "deal", "essen", "free", "hook", "mobile", "nancy", "nice", "orange", "reading", "rush",
    "sale", "sky", "split", "three", "tours", "ware", "wells", "best", "o2", "vodafone", "magenta", "swisscom",
    "virgin", "sunrise", "salt", "drei", "plus", "bar", "most", "rich", "mile", "sandy", "street", "chester",
    "florence", "sydney", "virginia", "victoria", "charlotte", "madison", "jackson", "lincoln", "washington",
))  # fmt: skip
"""Places that are common words, names of people or of providers: they count only behind "in", or in a list of areas."""
OTHER_NAMES = tuple(
    frozenset(names.split("="))
    for names in (
        "vienna=wien=vienne", "munich=munchen=muenchen", "cologne=koln=koeln", "nuremberg=nurnberg=nuernberg",
        "geneva=geneve=genf", "zurich=zuerich", "basel=bale=basle", "bern=berne", "lucerne=luzern",
        "prague=praha=prag", "lisbon=lisboa", "milan=milano=mailand", "turin=torino", "florence=firenze",
        "naples=napoli", "venice=venezia=venedig", "rome=roma=rom", "brussels=bruxelles=brussel",
        "antwerp=antwerpen=anvers", "ghent=gent=gand", "copenhagen=kobenhavn=koebenhavn",
        "gothenburg=goteborg=goeteborg", "seville=sevilla", "hanover=hannover", "warsaw=warszawa=warschau",
        "strasbourg=strassburg",
    )
)  # fmt: skip
_PLAIN = (
    "a abend acces access addition adsl aktuell aktuelle all alle am an and announced anschluss anschlusse are "
    "area areas at auf ausfall ausfalle aux avec back backbone bearbeitung behoben bei beim bekannt bekannte "
    "bereich broadband business by cable case clients connection connections connectivity connexion core coupure "
    "current currently customer customers das data daten de degradation degraded der des detected dhcp die dienst "
    "dienste disruption dns docsis dsl du due een ein eine einem einer eines einige elevated email emergency en "
    "entstorung et experiencing fault faults fehler fiber fibra fibre fixed for fttb fttc ftth fttp fur gebiet "
    "gemeldet general generale geplant geplante gestort glasfaser high home im in incident incidents intermittent "
    "internet internetausfall internetstorung internetverbindung internetzugang interruption interruptions "
    "investigating ipv4 ipv6 issue issues ist kabel kein keine known kunden kundinnen la langsam le leitung les "
    "line lines loss mail maintenance maintenances major massive mehrere minor mit moglich moment morgen multiple "
    "nacht network networks netz netzwerk no notfallwartung notice of on or our outage outages packet panne "
    "partial partielle partieller performance planned possible potential problem probleme problemes problems "
    "progress radius reduced region regionen reseau residential routing scheduled service services several slow "
    "some speed stoerung stoerungen storung storungen sur technical techniker technisch technische teil "
    "teilausfall teile teilen teilweise telefonie the trouble troubles tv ueber uhr um und unplanned "
    "unterbrechung unterbrechungen unterbruch update upgrade ursache users vdsl voip von wartung wartungsarbeiten "
    "flachendeckend flachendeckender we wegen wide with wlan work works zeit zu zugang zum zur"
)
PLAIN = frozenset(_PLAIN.split())
"""Words of which none is the name of a place."""
