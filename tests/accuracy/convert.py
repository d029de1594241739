"""From readout's records to the system files of the scorers.

Each function takes the layers of one document ({"quotes": [record, ...], ...}, as `readout map` prints them) and the `kind`
of its gold record (used by `values` only), and returns the keys of one system line. Nothing here looks at gold.
"""
import re

# Which layers each set of the evaluation reads.
LAYERS = {
    "segments": ["sentences", "tokens"],
    "names": ["people", "orgs", "places", "entities"],
    "quotes": ["quotes", "statements"],
    "times": ["dates"],
    "values": ["numbers", "money", "percentages", "quantities", "ages", "dates"],
    "events": ["events"],
}

# The layers that can answer a suite of values, by the suite's kind.
VALUE_LAYERS = {
    "number": ["numbers"],
    "ordinal": ["numbers"],
    "numberrange": ["numbers"],
    "percent": ["percentages"],
    "currency": ["money"],
    "dimension": ["quantities"],
    "temperature": ["quantities"],
    "distance": ["quantities"],
    "volume": ["quantities"],
    "quantity": ["quantities"],
    "age": ["ages"],
    "duration": ["dates"],
    "datetime": ["dates"],
}

NAME_TYPES = {"people": ("PER", "person"), "orgs": ("ORG", "org"), "places": ("LOC", "place")}

DURATION = re.compile(r"^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$")
DURATION_UNITS = ["Year", "Month", "Week", "Day", "Hour", "Minute", "Second"]
DURATION_STEPS = [12, None, 7, 24, 60, 60]  # how many of the next unit make one; months and weeks do not mix


def span(record):
    return [record["start"], record["end"]]


def mention(thing):
    """A mention, link or plain string as {"text", "start", "end", "names"}; None stays None."""
    if thing is None or thing == "":
        return None
    if isinstance(thing, str):
        return {"text": thing}
    out = {"text": thing.get("text") or thing.get("name")}
    if thing.get("start") is not None:
        out["start"], out["end"] = thing["start"], thing["end"]
    if thing.get("name"):
        out["names"] = [thing["name"]]
    return out


def segments(layers, kind):
    tokens = layers.get("tokens", [])
    surface = []
    for token in tokens:
        if token.get("joined") and surface:
            surface[-1] = [surface[-1][0], token["end"]]
        else:
            surface.append(span(token))
    return {
        "sentences": [span(s) for s in layers.get("sentences", [])],
        "tokens": [span(t) for t in tokens],
        "surface": surface,
    }


def names(layers, kind):
    # The entities say which mentions are one thing; those that are in no layer of a kind count for that alone.
    chains = {(r["start"], r["end"], r["kind"]): r["entity"] for r in layers.get("entities", []) if r["how"] != "description"}
    out = []
    for layer, (label, entity_kind) in NAME_TYPES.items():
        for r in layers.get(layer, []):
            entity = {"start": r["start"], "end": r["end"], "type": label, "text": r["text"]}
            chain = chains.pop((r["start"], r["end"], entity_kind), None)
            if chain:
                entity["chain"] = chain
            out.append(entity)
    for (start, end, _), chain in chains.items():
        out.append({"start": start, "end": end, "type": "MISC", "chain": chain})
    return {"entities": sorted(out, key=lambda e: (e["start"], -e["end"], e["type"]))}


def quotes(layers, kind):
    """Statements and quotations together. The scorer wants the whole content of a report: of a mixed quotation that is its
    clause, which the record has as `content`; and the quoted words of a statement are one group with it. A thought is no speech:
    the scorer calls that class "other"."""
    out = []
    statements = layers.get("statements", [])
    for r in statements:
        out.append((r["start"], r["end"], r, r.get("kind") or "indirect", r.get("group") or r["id"]))
    for r in layers.get("quotes", []):
        if r.get("kind") == "scare":
            continue
        whole = r.get("kind") == "mixed" and r.get("content") or r
        holder = next((s for s in statements if s["start"] <= r["start"] and r["end"] <= s["end"]), None)
        group = (holder.get("group") or holder["id"]) if holder else r.get("group") or r["id"]
        out.append((whole["start"], whole["end"], r, r.get("kind") or "direct", group))
    out.sort(key=lambda x: (x[0], -x[1]))
    return {
        "quotes": [
            {"start": start, "end": end, "kind": k, "speaker": mention(r.get("speaker")), "cue": mention(r.get("cue")),
             "group": str(group), "class": "other" if r.get("class") == "think" else "speech"}
            for start, end, r, k, group in out
        ]
    }


def times(layers, kind):
    return {
        "timexes": [
            {"start": r["start"], "end": r["end"], "type": (r.get("type") or r.get("kind") or "date").upper(),
             "value": r.get("value") or ""}
            for r in layers.get("dates", [])
        ]
    }


def duration(value):
    """An ISO 8601 duration as (number, unit) in its smallest unit: "PT1H30M" is (90, "Minute"); None if it is not one."""
    found = DURATION.match(value or "")
    if not found or not any(found.groups()):
        return None
    total, unit = 0, None
    for at, part in enumerate(found.groups()):
        if unit is not None and part is not None:
            for step in DURATION_STEPS[unit:at]:
                if step is None:
                    return None
                total *= step
        if part is not None:
            total, unit = total + int(part), at
    return str(total), DURATION_UNITS[unit]


def value(record, layer, kind):
    out = {"start": record["start"], "end": record["end"], "value": record.get("amount", record.get("value"))}
    if kind == "duration":
        parts = duration(record.get("value"))
        if parts is None:
            return None
        out["value"], out["unit"] = parts
    elif kind in ("number", "ordinal", "numberrange"):
        found = record.get("kind") or "number"
        wanted = {"number": ("number", "cardinal", "fraction"), "ordinal": ("ordinal",), "numberrange": ("range",)}
        if found not in wanted[kind]:
            return None
    if layer == "money":
        out["iso"], out["unit"] = record.get("currency"), record.get("unit")
    elif record.get("unit") is not None:
        out["unit"] = record["unit"]
    if out["value"] is not None:
        out["value"] = str(out["value"])
    return out


def values(layers, kind):
    out = []
    for layer in VALUE_LAYERS.get(kind, LAYERS["values"]):
        for r in layers.get(layer, []):
            v = value(r, layer, kind)
            if v is not None:
                out.append(v)
    return {"values": sorted(out, key=lambda v: (v["start"], -v["end"]))}


def actor(thing):
    """The CAMEO code of an actor given as a code or as an object with one."""
    if isinstance(thing, dict):
        return thing.get("code") or ""
    return thing or ""


def events(layers, kind):
    out = []
    for r in layers.get("events", []):
        event = {"source": actor(r.get("source")), "target": actor(r.get("target")), "code": r.get("code"),
                 "root": r.get("root") or (r.get("code") or "")[:2] or None}
        for key in ("source", "target"):
            if isinstance(r.get(key), dict):
                event[key + "_text"] = r[key].get("text")
        out.append(event)
    return {"events": out}


CONVERT = {"segments": segments, "names": names, "quotes": quotes, "times": times, "values": values, "events": events}
