#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demonstration region keeps to the registers' formats, and its references hold."""

import csv
import datetime
import json
import pathlib
import re
import sys

from spico_checks import check, end

DEMO = pathlib.Path(sys.argv[1])
RPPS_COLUMNS = 56
FINESS_CELLS = 32
# A conversation of today must come after one of yesterday, whenever the region is loaded.
LATEST_YESTERDAY = "18:30"
MOST_MINUTES_AGO = 300


def luhn(digits):
    total = 0
    for index, char in enumerate(reversed(digits)):
        value = int(char) * (2 if index % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def ins_key(body):
    department = {"2A": "19", "2B": "18"}.get(body[5:7], body[5:7])
    return f"{97 - int(body[:5] + department + body[7:]) % 97:02d}"


def read_rpps():
    lines = (DEMO / "rpps.txt").read_text(encoding="utf-8").split("\n")
    assert lines.pop() == "", "rpps.txt ends with a line feed"
    header = lines[0].split("|")
    assert len(header) == RPPS_COLUMNS + 1 and header[-1] == "", "the RPPS header has 56 columns and a closing bar"
    return header, [(line_number, line.split("|")) for line_number, line in enumerate(lines[1:], 2)]


def read_finess():
    with open(DEMO / "finess.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    return rows[0], rows[1:]


header, activities = read_rpps()
people = {}
for line_number, cells in activities:
    row = dict(zip(header, cells))
    people.setdefault("p" + row["Identification nationale PP"], []).append(row)
first_line, structure_rows = read_finess()
structures = {"f" + row[1].lower(): row for row in structure_rows}
demo = json.loads((DEMO / "discussions.json").read_text(encoding="utf-8"))
dossiers = {dossier["key"]: dossier for dossier in demo["dossiers"]}
accounts = {account["principal"] for account in demo["accounts"]} | set(demo["structures"])
principals = set(people) | set(structures)


def rpps_lines():
    for line_number, cells in activities:
        if len(cells) != RPPS_COLUMNS + 1 or cells[-1] != "":
            yield f"line {line_number}: {len(cells) - 1} columns"
        kind, local, national = cells[:3]
        if national != kind + local:
            yield f"line {line_number}: national identification"
        if not re.fullmatch(r"[0-9]{11}" if kind == "8" else r"[0-9]{9}", local) or kind not in ("0", "8"):
            yield f"line {line_number}: identifier"
        if not luhn(local):
            yield f"line {line_number}: Luhn"
        if kind == "8" and not local.startswith("9970"):
            yield f"line {line_number}: outside the test range"


def rpps_structures():
    for line_number, cells in activities:
        row = dict(zip(header, cells))
        finess = row["Numéro FINESS site"]
        mail = row["Adresse e-mail (coord. structure)"]
        if finess and "f" + finess.lower() not in structures:
            yield f"line {line_number}: unknown structure"
        if finess and row["Identifiant technique de la structure"] != "F" + finess:
            yield f"line {line_number}: technical identifier"
        if mail and not mail.endswith(".example"):
            yield f"line {line_number}: an address outside .example"


def region():
    names = [(rows[0]["Nom d'exercice"], rows[0]["Prénom d'exercice"]) for rows in people.values()]
    if len(people) < 40:
        yield f"{len(people)} professionals"
    if len(structures) != 12:
        yield f"{len(structures)} structures"
    if len(names) - len(set(names)) != 1:
        yield "two namesakes are expected"
    if sum(len(rows) > 1 for rows in people.values()) != 1:
        yield "one person with two activities is expected"
    if sum(principal.startswith("p0") for principal in people) != 1:
        yield "one legacy ADELI number is expected"
    if len(demo["dossiers"]) != 24 or len(dossiers) != 24:
        yield f"{len(dossiers)} dossiers"
    if len(demo["delegations"]) != 1:
        yield "one delegation is expected"


def finess_lines():
    if first_line[:3] != ["finess", "etalab", "111"]:
        yield "first line"
    for row in structure_rows:
        if len(row) != FINESS_CELLS or row[0] != "structureet":
            yield f"{row[1]}: {len(row)} cells"
        for finess in row[1:3]:
            digits = finess.replace("A", "1").replace("B", "2")
            if len(finess) != 9 or not luhn(digits):
                yield f"{finess}: Luhn"
        if not re.fullmatch(r"[0-9]{3}", row[12]):
            yield f"{row[1]}: commune"
    legal = [row[2] for row in structure_rows]
    if len(set(legal) | {row[1] for row in structure_rows}) != 2 * len(structure_rows):
        yield "a FINESS number stands twice"


def identities():
    for key, dossier in dossiers.items():
        matricule = dossier.get("insMatricule")
        status = dossier["insStatus"]
        if not re.fullmatch(r"[A-Z][A-Z' -]*", dossier["birthName"]) or not re.fullmatch(r"[A-Z][A-Z' -]*", dossier["firstNames"]):
            yield f"{key}: INS traits are in capitals without accents"
        if status not in ("provisional", "retrieved", "validated", "qualified"):
            yield f"{key}: status"
        if (matricule is not None) != (status in ("retrieved", "qualified")):
            yield f"{key}: a matricule goes with « récupérée » and « qualifiée » only"
        birth = datetime.date.fromisoformat(dossier["birthDate"])
        if dossier["sex"] not in ("female", "male", "unknown") or birth > datetime.date(2026, 1, 1):
            yield f"{key}: sex or birth date"
        if matricule is None:
            continue
        traits = {"male": "1", "female": "2"}[dossier["sex"]] + birth.strftime("%y%m") + dossier["birthPlaceCode"]
        if not matricule.startswith(traits) or matricule[13:] != ins_key(matricule[:13]):
            yield f"{key}: INS key or traits"
        if not matricule[7:10].startswith("99"):
            yield f"{key}: the commune of a fictional matricule must not exist"


def references():
    for account in demo["accounts"]:
        if account["principal"] not in people or account["password"] != "spico-demo":
            yield f"account {account['login']}"
    if len({account["login"] for account in demo["accounts"]}) != len(demo["accounts"]):
        yield "a login stands twice"
    for structure in demo["structures"]:
        if structure not in structures:
            yield f"structure {structure}"
    for delegation in demo["delegations"]:
        if delegation["account"] not in demo["structures"] or delegation["delegate"] not in accounts or not delegation["referent"]:
            yield "delegation"
    for key, dossier in dossiers.items():
        members = [member["principal"] for member in dossier["members"]]
        if len(members) != len(set(members)) or not set(members) <= principals:
            yield f"{key}: members"
        for member in dossier["members"]:
            if member["inActiveList"] and not (member["habilitation"] and member["principal"] in accounts):
                yield f"{key}: an active list needs an account and « habilitation »"
        if sum(member.get("role") == "Médecin traitant" for member in dossier["members"]) > 1:
            yield f"{key}: more than one « médecin traitant »"
    for favourite in demo["favourites"]:
        if favourite["account"] not in accounts or not set(favourite["principals"]) <= principals:
            yield "favourite"
    for group in demo["groups"]:
        members = set(group["members"])
        shared = {share["principal"] for share in group["shared"]}
        if group["account"] not in accounts or not members <= principals or not shared <= members & accounts:
            yield f"group {group['name']}"
    for absence in demo["absences"]:
        if absence["principal"] not in accounts or absence["standIn"] not in principals:
            yield "absence"


def may_write(person, account):
    delegates = {(delegation["delegate"], delegation["account"]) for delegation in demo["delegations"]}
    return person in accounts and (person == account or (person, account) in delegates)


def moment(at):
    """Sorts as time runs, whatever the time of the load."""
    return (0, -at["daysAgo"], at["time"]) if "daysAgo" in at else (1, -at["minutesAgo"], "")


def conversation_problems(conversation):
    participants = conversation["participants"]
    dossier = conversation["dossier"]
    active = {member["principal"] for member in dossiers[dossier]["members"] if member["inActiveList"]} if dossier else None
    if len(participants) < 2 or len(set(participants)) != len(participants) or not set(participants) <= principals:
        yield "participants"
    if conversation["account"] not in participants or not may_write(conversation["person"], conversation["account"]):
        yield "who started it"
    if active is not None and conversation["account"] not in active:
        yield "its dossier is not in the active list of the account that started it"
    first = conversation["messages"][0]
    if (first["person"], first["account"]) != (conversation["person"], conversation["account"]):
        yield "the first message is not of who started it"
    moments = [moment(message["at"]) for message in conversation["messages"]]
    if moments != sorted(moments):
        yield "the messages are not in their order"
    for message in conversation["messages"]:
        at = message["at"]
        if message["account"] not in participants or not may_write(message["person"], message["account"]):
            yield "a message of somebody who takes no part"
        if not message["text"].strip() or message["text"] != message["text"].strip():
            yield "an empty or padded message"
        if "daysAgo" in at and (at["daysAgo"] < 1 or (at["daysAgo"] == 1 and at["time"] > LATEST_YESTERDAY)):
            yield "a message of yesterday evening or later needs minutesAgo"
        if at.get("minutesAgo", 0) > MOST_MINUTES_AGO:
            yield "minutesAgo is too large"
    for marker in conversation["readBy"]:
        own = [n for n, message in enumerate(conversation["messages"], 1) if message["person"] == marker["person"] and message["account"] == marker["account"]]
        if marker["account"] not in participants or not may_write(marker["person"], marker["account"]):
            yield "a read marker of somebody who takes no part"
        if not max(own, default=1) <= marker["upTo"] <= len(conversation["messages"]):
            yield "a read marker before one's own message, or beyond the end"


def conversations():
    for conversation in demo["conversations"]:
        for problem in conversation_problems(conversation):
            yield f"« {conversation['subject']} »: {problem}"
    if max(len(conversation["messages"]) for conversation in demo["conversations"]) < 30:
        yield "no long conversation"


check("RPPS lines keep to the official format, numbers are valid and of the test range", rpps_lines())
check("RPPS activities name structures of the region", rpps_structures())
check("FINESS lines keep to the official format, numbers are valid", finess_lines())
check("the region holds what its README says", region())
check("INS matricules agree with the traits and their key", identities())
check("accounts, delegations, circles, favourites, groups and absences name who exists", references())
check("conversations are in order, and written by those who take part", conversations())
end()
