"""Scores coded rows with the stored model of format 2, from its text alone. Run in this folder: python3 model_format_2.py"""
import hashlib
import json
import math
import platform

NAN = math.nan
ROWS = [[71.25, 2.5, 2], [71.25, NAN, 2], [60, 9, 1], [60, 9, 3], [60, 2.25, NAN], [60, 9, -1], [NAN, 2.5, 1]]
FILE = "../resources/org/clinicalmlops/core/model/model-2-boosting.json"


def column(c, row):
    value = row[c["feature"]]
    if c["is"] == "as-is" or math.isnan(value):
        return value
    return c["codes"][value] if 0 <= value < len(c["codes"]) else -1


def leaf(tree, x):
    splits = {split["node"]: split for split in tree.get("categories", [])}
    node = 0
    while tree["column"][node] >= 0:
        value = x[tree["column"][node]]
        if math.isnan(value):
            side = tree["missing"][node]
        elif node not in splits:
            side = 1 if value <= tree["threshold"][node] else 0
        elif 0 <= value < splits[node]["known"]:
            side = 1 if value in splits[node]["goLeft"] else 0
        else:
            side = splits[node]["unseen"]
        if side == 2:
            return NAN
        node = tree["left" if side == 1 else "right"][node]
    return tree["leaf"][node]


text = open(FILE, "rb").read()
model = json.loads(text)
form = model["form"]
print("# Python", platform.python_version())
print("# SHA-256", hashlib.sha256(text).hexdigest())
for row in ROWS:
    x = [column(c, row) for c in model["preparation"]["columns"]]
    log_odds = form["base"] + sum(tree["weight"] * leaf(tree, x) for tree in form["trees"])
    print(*row, repr(1 / (1 + math.exp(-log_odds))), sep="\t")
