"""Entry hashes by the rule in the Javadoc of org.clinicalmlops.api.ledger.Chain, written independently of the Java code.

python3 chain.py > chain.tsv     (standard library only; the output names the Python version)
Columns: sequence, kind, epoch second, nano, facts as name=value joined by '&', '-' or the body after '+', previous, hash.
Texts in the facts and the body are percent-encoded UTF-8.
"""
import hashlib
import struct
import sys
from urllib.parse import quote


def text(value):
    utf8 = value.encode("utf-8")
    return struct.pack(">i", len(utf8)) + utf8


def entry_hash(sequence, kind, second, nano, facts, body, previous):
    data = text("ledger-entry/1") + struct.pack(">q", sequence) + text(kind) + struct.pack(">qi", second, nano)
    data += struct.pack(">i", len(facts))
    for name in sorted(facts, key=lambda n: n.encode("utf-16-be")):
        data += text(name) + text(facts[name])
    data += b"\x00" if body is None else b"\x01" + text(body)
    return hashlib.sha256(data + bytes.fromhex(previous)).hexdigest()


ENTRIES = [
    ("PLAN_DECLARED", 0, 0, {}, None),
    ("PLAN_DECLARED", 1700000000, 123456789, {"plan": "mortality-5y"}, '{"is":"plan"}'),
    ("PREDICTED", -1, 999999999, {"b": "2", "a": "1", "": ""}, ""),
    ("OUTCOME_RECORDED", 253402300800, 1, {"\U0001d11e": "astral", "\uff5e": "not astral", "\u00e4": "\u0000\u001f\"\\&=%"}, None),
    ("MODEL_PROMOTED", -62135596800, 0, {"a": "bc"}, "\u20ac" * 1000),
    ("MODEL_PROMOTED", -62135596800, 0, {"ab": "c"}, "\n\t\r\u2028"),
]

if __name__ == "__main__":
    print("# written by chain.py with Python " + sys.version.split()[0])
    previous = "0" * 64
    for sequence, (kind, second, nano, facts, body) in enumerate(ENTRIES, start=1):
        digest = entry_hash(sequence, kind, second, nano, facts, body, previous)
        stated = "&".join(quote(n, safe="") + "=" + quote(v, safe="") for n, v in facts.items())
        print("\t".join([str(sequence), kind, str(second), str(nano), stated,
                         "-" if body is None else "+" + quote(body, safe=""), previous, digest]))
        previous = digest
