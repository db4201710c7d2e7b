"""Words that name nobody: those on every computer, and those in which this program speaks."""

from __future__ import annotations

import re
from functools import cache

from netcheck.core.model import Confidence, Failure, Impact, Outcome, Segment, Side
from netcheck.core.network import How, Kind, Said
from netcheck.core.redaction_values import Kind as Secret

_NOBODY = """
root user users admin administrator administrators guest default public shared everyone nobody system service
localhost localdomain local localnet home homearpa lan intranet internal corp private workgroup domain fritzbox
speedportip router gateway modem computer laptop desktop notebook server pc host hostname unknown none null true false
test example invalid ubuntu debian fedora raspberrypi pi linux windows macos android iphone ipad macbook imac vagrant
docker runner jenkins www http https wifi wlan ssid hidden easybox obox congstarbox attlocalnet mshomenet homegateway
homeroutercpe printer drucker nas repeater netcheck report reports alert alerts monitoring notification notifications
noreply mailer postmaster apikey support help helpdesk info office service services hilfe kontakt kundenservice
"""
HARMLESS = frozenset(_NOBODY.split()) | frozenset(
    part for kind in Secret for part in (*kind.split("-"), kind.replace("-", ""))
)
"""Never secrets, whoever bears such a name; the words of the tokens are among them."""

_SAID = """
a about account address after again all alone also always an and any anybody are as ask at away back bad be because
been before begin being best better between both box but by cable call can cannot card change check clock code come
company connect connected connection could day days dead deep did do does done down each either empty end error even
every fail failed fault few file find first five for four free from full get gone good got had half has have he head
help her here him his hour hours how if in into is it its just keep key know known last late later least left less let
light like line link list little lives log long look lost low made main make many may me mean means mend might min
minute minutes more most much must my name near need net network never new news next nine no nor not note nothing now
number of off often old on once one only open or other our out outage over own packet page part past path phone place
port power probe provider proxy put rather ready real reason reset resolver rest right route rule run same say says
second seconds see seem seen send sent set seven she short should show side silent since six slow so some soon spare
speed start state status step still stop street such support sure take tell ten than that the their them then there
these they thing this those three through time to today together told too try tunnel two type under until up use used
usual very via vpn wait wall was way we week well were what when where which while who whole whose why will with
within without word work works wrong year yes yet you your zero zone client customer data date detail device dhcp dns
echo field group icmp info internet ip ipv level loss mail mobile mode monday tuesday wednesday thursday friday
saturday sunday january february march april june july august september october november december office online
offline operator option password private proto query report request response result sample schema session signal site
size source station string summary table target tcp team temp text title token total trace trouble udp update upstream
utc value version view window wire wired wireless workplace world
"""
_COMMON = frozenset(_SAID.split())
"""What any report says, in words of the field and others."""


@cache
def vocabulary() -> frozenset[str]:
    """Every word of the program's own sentences and codes: who is called so cannot be told from the text around it.

    Such a name is taken out where it can only be one (a home folder, a login, a network's name), and nowhere else: a
    sentence with holes helps nobody, and could no longer be said in another language.
    """
    from netcheck.core.retelling import PHRASES
    from netcheck.core.rules import RULES
    from netcheck.core.words import CANNOT_TELL, QUESTIONS, SEGMENT_NAMES, WHY_NOT

    said = [*SEGMENT_NAMES.values(), *WHY_NOT.values(), repr(CANNOT_TELL), *(repr(each) for each in QUESTIONS)]
    said += [text for texts in PHRASES.values() for text in texts]
    for rule in RULES:
        said += [rule.code, rule.headline, rule.explanation, *(repr(step) for step in rule.steps)]
        said += [text for _, text in (*rule.headlines, *rule.explanations)]
    codes = (code for kind in (Confidence, Failure, How, Impact, Kind, Outcome, Said, Segment, Side) for code in kind)
    said += map(str, codes)
    return _COMMON | {word for text in said for word in re.findall(r"[^\W\d_]+", text.lower())}
