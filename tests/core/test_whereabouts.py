"""An announcement means this place only where the place stands alone in a clear position; else it may be another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.news import Incident
from netcheck.core.whereabouts import about_here


@pytest.mark.parametrize(
    ("area", "title", "here"),
    [
        ("Linz", "No internet in Linz", "yes"),
        ("linz", "Störung LINZ", "yes"),
        ("Linz", "Outage in Linz-Urfahr", "maybe"),
        ("Linz", "Outage in Innsbruck", "no"),
        ("Linz", "Outage in Leonding, Linz, Traun", "yes"),
        ("Linz", "Outage in Linzgau", "no"),
        ("Ulm", "No internet in Neu-Ulm", "maybe"),
        ("Ulm", "No internet in Neu-Ulm and Ulm", "yes"),
        ("Ulm", "No internet in Kulmbach", "no"),
        ("Köln", "Störung in KÖLN", "yes"),
        ("Koeln", "Störung in Köln", "yes"),
        ("Köln", "Outage in Koeln", "yes"),
        ("Köln", "Outage in Koln", "maybe"),
        ("Besançon", "Panne à Besancon", "yes"),
        ("Gießen", "Störung in Giessen", "yes"),
        ("Washington, D.C.", "No internet in Washington, D.C. and around", "maybe"),
        ("Halle (Saale)", "No internet in Halle (Saale)", "yes"),
        ("Wels, Linz", "Störung in Linz", "yes"),
        ("Wels; Linz", "Störung in Steyr", "no"),
        ("1010", "Störung in 1010 Wien", "yes"),
        ("1010", "Störung in 1010-1090", "maybe"),
        ("1010", "Störung in 1020, 1010 und 1030", "yes"),
        ("1010", "Störung in 1020/1010/1030", "yes"),
        ("1010", "Störung in A-1010 Wien", "yes"),
        ("A-1010", "Störung in 1010 Wien", "yes"),
        ("1010", "Störung in 21010", "no"),
        ("1010", "1010 Kunden in Graz ohne Internet", "no"),
        ("2025", "Internet outage in Graz, 2025-11-21 14:00", "no"),
        ("2025", "Internetausfall Graz seit 21.11.2025", "no"),
        ("1010 Wien", "Störung in 1010", "yes"),
        ("1010 Wien", "Störung in Wien", "yes"),
        ("1010 Wien", "Störung in Wien (1220)", "maybe"),
        ("1010 Wien", "Störung in Graz", "no"),
        ("SW1A 1AA", "Broadband outage: SW1A", "yes"),
        ("SW1A", "Broadband outage: SW1A 1AA", "maybe"),
        ("SW1A", "Broadband outage: SW1", "no"),
        ("Linz", "Trouble with access nationwide", "yes"),
        ("Linz", "Internet gestört: österreichweit", "yes"),
        ("Linz", "Flächendeckender Ausfall", "maybe"),
        ("Linz", "All customers without internet", "maybe"),
        ("Linz", "Not all customers have internet in Graz", "no"),
        ("Linz", "No nationwide outage, only Graz", "no"),
        ("Linz", "All regions except Linz", "no"),
        ("Linz", "Outage in Graz, except Linz", "no"),
        ("Linz", "Internet outage", "maybe"),
        ("Linz", "Störung Internet", "maybe"),
        ("Linz", "LabTel internet outage", "maybe"),
        ("", "Outage in Linz", "maybe"),
        (" , ", "Outage in Linz", "maybe"),
    ],
)
def test_an_area_is_a_whole_word_however_it_is_written(area: str, title: str, here: str) -> None:
    assert about_here(Incident(title, "outage"), area, frozenset({"labtel"})) == here


@pytest.mark.parametrize(
    ("text", "here"),
    [
        ("Customers in Linz have no internet.", "maybe"),
        ("Customers in Graz have no internet. Linz is not affected.", "no"),
        ("We work on it in the core network.", "maybe"),
        ("Kunden in Graz sind betroffen.", "no"),
        ("Derzeit gibt es im Netz einen Ausfall bei Kunden.", "maybe"),
        ("Ausfall in Graz. Nicht betroffen: Linz", "no"),
    ],
)
def test_the_text_names_places_too(text: str, here: str) -> None:
    assert about_here(Incident("Internet outage", "outage", text=text), "Linz") == here


def test_a_list_of_places_counts_even_where_its_names_are_not_ours() -> None:
    assert about_here(Incident("Internet outage", "outage", areas=("North",)), "Linz") == "no"
    assert about_here(Incident("Internet outage", "outage", areas=("North", "Linz")), "Linz") == "yes"


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=120))
def test_nothing_that_is_written_makes_it_stumble(title: str, area: str, text: str) -> None:
    incident = Incident(title, "outage", text=text, components=(title,))
    assert about_here(incident, area) in ("yes", "maybe", "no")


@pytest.mark.parametrize(
    ("area", "title", "text", "here"),
    [
        ("Linz", "Internet outage in Linz am Rhein", "", "maybe"),
        ("Linz", "Internet: Ausfall in Linzgau", "", "no"),
        ("Linz", "Internetausfall Haid bei Linz", "", "maybe"),
        ("Linz", "Internet outage on the line Wien - Linz", "", "maybe"),
        ("Linz", "Internet outage in Wien", "Only Wien is hit; Linz and Graz are fine.", "no"),
        ("Linz", "Internet outage in Wien", "Customers in Linz have been restored.", "no"),
        ("Linz", "Internet outage Salzburg, Linzer Bundesstrasse", "", "no"),
        ("Linz", "Internet outage Salzburg, Linzer Gasse", "", "no"),
        ("Linz", "Internet outage, Linz Strasse, 1140 Wien", "", "maybe"),
        ("Baden", "Internet outage in Baden-Baden", "", "maybe"),
        ("Baden", "Internet outage in Baden-Württemberg", "", "maybe"),
        ("Frankfurt (Oder)", "Internet outage in Frankfurt am Main", "", "no"),
        ("Frankfurt", "Internet outage in Frankfurt (Oder)", "", "maybe"),
        ("Halle (Saale)", "Internet outage in Halle (Westfalen)", "", "no"),
        ("Wels", "Internet outage Wels-Land", "", "maybe"),
        ("Au", "Internet outage au centre de Paris", "", "maybe"),
        ("Au", "Panne internet au Mans", "", "maybe"),
        ("Essen", "Internet: Essen auf Raedern", "", "maybe"),
        ("Ulm", "Internet outage in Neu-Ulm", "", "maybe"),
        ("York", "Internet outage in New York", "", "maybe"),
        ("Hampton", "Internet outage in Wolverhampton", "", "no"),
        ("Boston", "Internet outage in South Boston", "", "maybe"),
        ("Vienna", "Internet outage in Wien", "", "maybe"),
        ("Wien", "Internet outage in Wiener Neustadt", "", "no"),
        ("Wien", "Internet outage in Wien-Umgebung", "", "maybe"),
        ("1010", "Internet outage", "about 1010 customers", "maybe"),
        ("4020", "Internet outage", "Ticket 4020 opened", "maybe"),
        ("4020", "Internet outage Wien", "Störungsnummer 4020", "maybe"),
        ("4020", "Internet outage INC-4020 in Wien", "", "maybe"),
        ("1200", "Internet outage in Wien", "since 1200 hours", "maybe"),
        ("2024", "Internet outage Graz", "13 March 2024", "no"),
        ("2026", "Internet outage Graz", "Stand: 12. Maerz 2026", "no"),
        ("8010 Graz", "Internet outage in 8020 Graz", "", "maybe"),
        ("Paris", "Panne internet Paris-Saclay", "", "maybe"),
        ("Münster", "Internet outage in Munster", "", "maybe"),
        ("St. Pölten", "Internet outage in Sankt Pölten", "", "yes"),
        ("Linz", "Breitband: Ausfall in Wien", "Umleitung ueber Linz, Backbone Linz ok", "no"),
        ("Linz", "Internet outage in Wien", "Not affected: Linz", "no"),
        ("Linz", "Outage: data centre Linz", "internet customers are unaffected", "maybe"),
        ("Reading", "Reading data from the broadband portal fails", "", "maybe"),
        ("Bath", "Broadband outage in Bath Road, Slough", "", "maybe"),
        ("Sale", "Broadband shop sale issue", "", "maybe"),
        ("Nice", "Panne internet a Lyon", "Have a nice day", "no"),
        ("Mobile", "Mobile internet outage Texas", "", "maybe"),
        ("Orange", "Orange: internet outage in Lyon", "", "maybe"),
        ("Nancy", "Internet outage: contact Nancy at support", "", "maybe"),
        ("Au", "Au: Panne internet", "", "maybe"),
        ("Orange", "Orange: internet outage", "", "maybe"),
        ("Orange", "Internet outage in Orange", "", "yes"),
        ("Linz", "Linz: Internetausfall", "", "yes"),
        ("Linz", "Linz: Internetausfall in Wels", "", "maybe"),
        ("Linz", "Outage between Wien and Linz", "", "maybe"),
        ("Linz", "Umleitung über Wien und Linz", "", "maybe"),
        ("Linz", "Internet outage via Linz", "", "maybe"),
        ("Linz", "Internet outage near Linz", "", "maybe"),
        ("Wycombe", "Outage in High Wycombe", "", "maybe"),
        ("Wycombe", "High Wycombe outage", "", "maybe"),
        ("4020", "Ticket 4020: internet outage", "", "maybe"),
        ("4020", "Internet outage 4020", "", "maybe"),
        ("4020", "Internet outage #4020", "", "maybe"),
        ("2024", "Internet outage in 2024", "", "maybe"),
        ("2024", "Internet outage in 2024 Mailberg", "", "yes"),
        ("4020", "Internet outage in 4020", "", "yes"),
        ("1200", "Internet outage since 1200", "", "maybe"),
        ("1200", "Internet outage for 1200 homes", "", "maybe"),
        ("4020", "Internet outage in 4010, 4020", "", "yes"),
        ("Linz", "Internet outage in 4020 Linz", "", "maybe"),
        ("4020 Linz", "Internet outage in Linz", "", "yes"),
        ("Linz", "Backbone outage Linz", "", "maybe"),
        ("Linz", "Internet outage in the Linz area", "", "yes"),
        ("Linz", "Störung Raum Linz", "", "yes"),
        ("Linz", "Internetausfall - Linz", "", "yes"),
        ("Linz", "Internet outage in Wien caused by fire in Linz", "", "maybe"),
        ("Linz", "All customers in Graz without internet", "", "maybe"),
        ("Linz", "Outage in Linz", "Customers in Linz have been restored.", "maybe"),
        ("Linz", "Outage in Linz", "Service in Linz will be restored by 18:00.", "yes"),
        ("Linz", "Internet outage", "We apologise to all customers.", "maybe"),
        ("Sankt Pölten", "Störung in St. Pölten", "", "yes"),
        ("Saint-Denis", "Panne à St-Denis", "", "yes"),
        ("Linz", "Outage in Wien, not in Linz", "", "no"),
        ("Linz", "No outage in Linz", "", "no"),
        ("Linz", "Keine Störung in Linz", "", "no"),
        ("Linz", "No internet in Linz", "", "yes"),
        ("Frankfurt", "Ausfall in Frankfurt/Oder", "", "maybe"),
        ("Frankfurt am Main", "Ausfall in Frankfurt", "", "maybe"),
        ("Frankfurt am Main", "Ausfall in Frankfurt (Oder)", "", "no"),
        ("Frankfurt am Main", "Ausfall in Frankfurt am Main", "", "yes"),
        ("Linz", "Internetausfall in Linz, Wels und Steyr", "", "yes"),
        ("Linz", "Maintenance Linz completed", "", "maybe"),
        ("Linz", "Internet outage", "There are no known issues in Linz.", "no"),
    ],
)
def test_a_name_that_is_part_of_another_or_stands_in_a_text_is_no_proof(
    area: str, title: str, text: str, here: str
) -> None:
    assert about_here(Incident(title, "outage", text=text), area) == here


@pytest.mark.parametrize(
    ("area", "areas", "components", "here"),
    [
        ("Linz", ("Linz",), (), "yes"),
        ("Linz", ("Wels", "Linz"), (), "yes"),
        ("Linz", ("Wels, Linz",), (), "yes"),
        ("Orange", ("Orange",), (), "yes"),
        ("4020", ("4020",), (), "yes"),
        ("4020", ("4020 Linz",), (), "yes"),
        ("2024", ("2024",), (), "maybe"),
        ("Frankfurt", ("Frankfurt (Oder)",), (), "maybe"),
        ("Linz", ("Linz am Rhein",), (), "maybe"),
        ("York", ("New York",), (), "maybe"),
        ("Linz", ("Wien",), (), "no"),
        ("Linz", (), ("Internet access Linz",), "yes"),
        ("Linz", (), ("DSL", "Linz"), "yes"),
        ("4020", (), ("Internet 4010, 4020",), "yes"),
        ("Orange", (), ("Orange",), "maybe"),
        ("Linz", (), ("Backbone Linz",), "maybe"),
        ("Linz", (), ("PoP Linz",), "maybe"),
        ("St. Pölten", ("Sankt Pölten",), (), "yes"),
        ("linz", ("LINZ",), (), "yes"),
    ],
)
def test_an_entry_of_a_list_is_the_place_where_it_is_nothing_else(
    area: str, areas: tuple[str, ...], components: tuple[str, ...], here: str
) -> None:
    assert about_here(Incident("Internet outage", "outage", areas=areas, components=components), area) == here
