"""Why a status page could not be read: each a part of a sentence, as in "it could not be asked: ..."."""

from __future__ import annotations

from collections.abc import Mapping

from netcheck.core.model import Failure
from netcheck.core.words import N_

SLOW, SILENT = N_("its answer came too slowly"), N_("no answer came in time")
LARGE, CUT = N_("its answer is too large for a status page"), N_("its answer ended too soon")
PACKED = N_("its answer is packed in a way that cannot be read")
CIRCLES, AWAY = N_("it leads in circles"), N_("it leads to another site, as a sign-in page does")
NO_URL = N_("its address cannot be understood")
BUSY = N_("it is overloaded and asks to be left alone")
NO_PAGE = N_("there is no page at its address")
CLOSED = N_("it does not let this program in")
ERROR = N_("it answered with an error of its own")
NO_FORM = N_("what it says is of no form that is known")
FOR_PEOPLE = N_("it sent a page for people instead of its data, as a sign-in page does")
LEFT_ALONE = N_("it is left alone for now, so that not everybody asks at once")
NOT_YET = N_("no answer came yet")
BROKEN = N_("netcheck's own reading of it broke; see its log")
REASONS: Mapping[Failure, str] = {
    Failure.TIMEOUT: SILENT,
    Failure.REFUSED: N_("it refused the connection"),
    Failure.RESET: N_("it broke off the connection"),
    Failure.UNREACHABLE: N_("no way led there"),
    Failure.NAME_NOT_FOUND: N_("its name was not found"),
    Failure.NOT_PERMITTED: N_("this computer did not allow the question"),
    Failure.CERTIFICATE_DATE: N_("its certificate has expired or is not valid yet"),
    Failure.CERTIFICATE_NAME: N_("its certificate is for another name"),
    Failure.CERTIFICATE_UNTRUSTED: N_("its certificate is not trusted"),
    Failure.TLS_FAILED: N_("no secure connection came about"),
    Failure.BAD_ANSWER: N_("it answered with something else than a page"),
    Failure.INTERNAL: BROKEN,
}
"""Where nothing more is known than the kind of failure."""
