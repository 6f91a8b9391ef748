"""Contributions of the stored models' features, from their texts alone: the mean, over all orders in which features take a patient's value
after the typical one's, of what a feature changes. Run in this folder: python3 contributions.py > contributions.tsv"""
import json
import math
import platform
from itertools import permutations

NAN = math.nan
FOLDER = "../resources/org/clinicalmlops/core/model/model-"
# model, typical row, rows; features are age, lactate, code of the sex; None: what stands in where a value is missing
CASES = [
    ("1-linear", None, [[71.25, 2.5, 1], [40, NAN, 0], [90, 9.5, NAN]]),
    ("1-trees", None, [[71.25, 2.5, 1], [40, NAN, 0], [90, 9.5, NAN]]),
    ("2-boosting", [60, 1.5, 1], [[71.25, 2.5, 2], [71.25, NAN, 2], [60, 9, 3], [70, 2.25, NAN], [80, 9, -1]]),
]


def column(c, row):
    value = row[c["feature"]]
    kind = c["is"]
    if kind == "as-is":
        return value
    if kind == "imputed":
        return c["standIn"] if math.isnan(value) else value
    if kind == "missing":
        return 1 if math.isnan(value) else 0
    if kind == "at-level":
        return 1 if (value if value >= 0 else c["standIn"]) == c["level"] else 0
    return value if math.isnan(value) else c["codes"][int(value)] if 0 <= value < len(c["codes"]) else -1


def leaf(tree, x):
    splits = {split["node"]: split for split in tree.get("categories", [])}
    node = 0
    while tree["column"][node] >= 0:
        value = x[tree["column"][node]]
        if math.isnan(value):
            side = tree.get("missing", [0] * (node + 1))[node]
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


def value(model, row):
    form = model["form"]
    x = [column(c, row) for c in model["preparation"]["columns"]]
    if form["is"] == "linear":
        total = form["intercept"] + sum(w * v for w, v in zip(form["weights"], x))
    else:
        total = form.get("base", 0) + sum(t["weight"] * leaf(t, x) for t in form["trees"])
        if "leaves" not in form:
            return total / sum(t["weight"] for t in form["trees"])
    return model["recalibration"]["intercept"] + model["recalibration"]["slope"] * total


def stand_ins(model):
    typical = {}
    for c in model["preparation"]["columns"]:
        if "standIn" in c:
            typical[c["feature"]] = c["standIn"]
    return [typical[f] for f in range(len(typical))]


def contributions(model, row, typical):
    found = [0.0] * len(row)
    orders = list(permutations(range(len(row))))
    for order in orders:
        mixed = list(typical)
        before = value(model, mixed)
        for f in order:
            mixed[f] = row[f]
            after = value(model, mixed)
            found[f] += (after - before) / len(orders)
            before = after
    return found


print("# Python", platform.python_version())
for name, given, rows in CASES:
    model = json.loads(open(FOLDER + name + ".json", "rb").read())
    typical = given if given else stand_ins(model)
    for row in rows:
        print(name, *row, repr(value(model, typical)), *map(repr, contributions(model, row, typical)), sep="\t")
