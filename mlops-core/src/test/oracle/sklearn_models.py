"""Fits small models, exports them by tools/export_sklearn.py and keeps what scikit-learn answers.

    python3 sklearn_models.py DIRECTORY [missing]

With Debian 12's python3-sklearn 1.2.1: sklearn-logistic, -scaled and -forest. With scikit-learn 1.9.1 and "missing":
sklearn-forest-missing. Each has NAME.json, the model, and NAME.tsv, rows and risks in numbers that are read back to the same bits.
"""

import os
import sys

import numpy

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../../tools"))
from export_sklearn import export  # noqa: E402
from sklearn.ensemble import RandomForestClassifier  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.preprocessing import StandardScaler  # noqa: E402

FEATURES = ["age", "creatinine", "lactate", "sex_female"]


def rows(random, n):
    table = numpy.column_stack([
        random.integers(18, 98, n),
        numpy.round(0.3 + 4 * random.random(n) * random.random(n), 2),
        numpy.round(0.4 + 6 * random.random(n) * random.random(n), 1),
        random.integers(0, 2, n)]).astype(float)
    odds = -3 + 0.04 * (table[:, 0] - 50) + 0.6 * table[:, 1] + 0.5 * table[:, 2] + 0.3 * table[:, 3]
    return table, (random.random(n) < 1 / (1 + numpy.exp(-odds))).astype(int)


def keep(directory, name, model, table):
    risks = model.predict_proba(table)[:, 1]
    export(model, FEATURES, os.path.join(directory, name + ".json"))
    with open(os.path.join(directory, name + ".tsv"), "w", encoding="ascii") as file:
        for row, risk in zip(table, risks):
            file.write("\t".join(repr(float(value)) for value in [*row, risk]) + "\n")


def main(directory, missing):
    random = numpy.random.default_rng(1)
    table, outcome = rows(random, 1500)
    checked, _ = rows(random, 300)
    forest = RandomForestClassifier(n_estimators=15, max_depth=6, random_state=1, n_jobs=1)
    if missing:
        for column, share in ((1, 0.2), (2, 0.4)):
            table[random.random(len(table)) < share, column] = numpy.nan
            checked[random.random(len(checked)) < share, column] = numpy.nan
        checked[::5, 0] = numpy.nan  # never missing when the forest was fitted
        keep(directory, "sklearn-forest-missing", forest.fit(table, outcome), checked)
        return
    fitted = forest.fit(table, outcome)
    thresholds = [(f, t) for e in fitted.estimators_ for f, t in zip(e.tree_.feature, e.tree_.threshold) if 0 <= f < 3]
    for i in range(0, len(checked), 3):  # numbers at a threshold and next to it
        feature, threshold = thresholds[random.integers(len(thresholds))]
        checked[i, feature] = numpy.nextafter(threshold, threshold + random.integers(-1, 2))
    keep(directory, "sklearn-forest", fitted, checked)
    keep(directory, "sklearn-logistic", LogisticRegression(C=0.5, max_iter=1000).fit(table, outcome), checked)
    scaled = make_pipeline(StandardScaler(), LogisticRegression(C=0.5))
    keep(directory, "sklearn-scaled", scaled.fit(table, outcome), checked)


if __name__ == "__main__":
    main(sys.argv[1], "missing" in sys.argv[2:])
