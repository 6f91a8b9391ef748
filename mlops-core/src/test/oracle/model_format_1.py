"""Scores one coded row with the stored models of format 1, from their text alone. Run in this folder: python3 model_format_1.py"""
import hashlib
import json
import math
import platform

ROW = [71.25, 2.5, 1]  # age, lactate, code of the second sex
FOLDER = "../resources/org/clinicalmlops/core/model/"


def column(c):
    value = ROW[c["feature"]]
    return {"imputed": value, "missing": 0, "at-level": 1 if value == c.get("level") else 0}[c["is"]]


def leaf(tree, x):
    node = 0
    while tree["column"][node] >= 0:
        side = "left" if x[tree["column"][node]] <= tree["threshold"][node] else "right"
        node = tree[side][node]
    return tree["leaf"][node]


def risk(form, x):
    if form["is"] == "linear":
        return 1 / (1 + math.exp(-(form["intercept"] + sum(w * v for w, v in zip(form["weights"], x)))))
    if form["is"] == "trees":
        return sum(t["weight"] * leaf(t, x) for t in form["trees"]) / sum(t["weight"] for t in form["trees"])
    earned = [r["points"] for r in form["rules"]
              if x[r["column"]] > r["threshold"] or r["inclusive"] and x[r["column"]] == r["threshold"]]
    return form["risks"][sum(earned)]


print("# Python", platform.python_version())
for name in ["linear", "trees", "points"]:
    text = open(FOLDER + "model-1-" + name + ".json", "rb").read()
    model = json.loads(text)
    p = risk(model["form"], [column(c) for c in model["preparation"]["columns"]])
    again = model["recalibration"]
    if (again["intercept"], again["slope"]) != (0, 1):
        p = 1 / (1 + math.exp(-(again["intercept"] + again["slope"] * math.log(p / (1 - p)))))
    print(name, hashlib.sha256(text).hexdigest(), repr(p), sep="\t")
