"""Writes a logistic regression or a random forest of scikit-learn as JSON that ScikitLearnModel of mlops-core reads.

    from export_sklearn import export
    export(model, ["age", "creatinine"], "model.json")            # the risk of class 1
    export(model, ["age", "creatinine"], "model.json", event="dead")

or  python3 export_sklearn.py model.joblib age,creatinine model.json [event]

Read are LogisticRegression, a Pipeline of StandardScaler and LogisticRegression (the scaler is folded into the coefficients), and
RandomForestClassifier, each with two classes. Anything else is refused: what cannot be written exactly is not written at all. A joblib
file runs code when it is opened: open only your own.

Where a missing value goes is written for forests of scikit-learn 1.4 and later, which read missing values; before, they have no answer
for one. Format: docs/bring-your-own-model.md. Tested with scikit-learn 1.2.1 (Debian 12) and 1.9.1.
"""

import json
import math
import sys

import numpy
import sklearn
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

FORMAT = "clinical-mlops/scikit-learn"
VERSION = 1
READS_MISSING_SINCE = (1, 4)


def export(model, features, path, event=1):
    """features: names of the columns in order; event: the class whose probability is the risk."""
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document(model, list(features), event), file, allow_nan=False)


def document(model, features, event=1):
    if len(set(features)) != len(features):
        raise ValueError("features must be named once each")
    if isinstance(model, Pipeline):
        content = pipeline(model, event)
    elif isinstance(model, LogisticRegression):
        content = logistic(model, event, None)
    elif isinstance(model, RandomForestClassifier):
        content = forest(model, event)
    else:
        raise ValueError("not read: " + type(model).__name__)
    if model.n_features_in_ != len(features):
        raise ValueError("the model has %d columns, %d were named" % (model.n_features_in_, len(features)))
    known = getattr(model, "feature_names_in_", None)
    if known is not None and list(known) != features:
        raise ValueError("the model was fitted on columns of other names: " + ", ".join(known))
    head = {"format": FORMAT, "version": VERSION, "library": "scikit-learn " + sklearn.__version__}
    return {**head, "features": features, **content}


def pipeline(model, event):
    steps = [step for _, step in model.steps if step not in (None, "passthrough")]
    if len(steps) == 2 and isinstance(steps[0], StandardScaler) and isinstance(steps[1], LogisticRegression):
        return logistic(steps[1], event, steps[0])
    raise ValueError("a pipeline of StandardScaler and LogisticRegression is read, not of "
                     + ", ".join(type(step).__name__ for step in steps))


def logistic(model, event, scaler):
    sign = 1 if event_of(model, event) == 1 else -1
    weights = sign * model.coef_[0].astype(float)
    intercept = sign * float(model.intercept_[0])
    if scaler is not None and scaler.scale_ is not None:
        weights = weights / scaler.scale_
    if scaler is not None and scaler.mean_ is not None and scaler.with_mean:
        intercept = intercept - math.fsum(weights * scaler.mean_)
    return {"model": "logistic-regression", "intercept": intercept, "coefficients": weights.tolist()}


def forest(model, event):
    column = event_of(model, event)
    if model.n_outputs_ != 1:
        raise ValueError("a forest with one outcome is read")
    return {"model": "random-forest", "trees": [tree(each.tree_, column) for each in model.estimators_]}


def tree(fitted, event):
    leaf = fitted.children_left == -1
    counts = fitted.value[:, 0, :]
    probability = counts[:, event] / counts.sum(axis=1)
    content = {
        "column": numpy.where(leaf, -1, fitted.feature).tolist(),
        # an infinite threshold parts missing values from all others: the largest double does the same
        "threshold": numpy.nan_to_num(numpy.where(leaf, 0.0, fitted.threshold)).tolist(),
        "left": numpy.where(leaf, 0, fitted.children_left).tolist(),
        "right": numpy.where(leaf, 0, fitted.children_right).tolist(),
        "probability": numpy.where(leaf, probability, 0.0).tolist(),
    }
    if tuple(int(part) for part in sklearn.__version__.split(".")[:2]) >= READS_MISSING_SINCE:
        content["missing_left"] = numpy.where(leaf, 0, fitted.missing_go_to_left).astype(int).tolist()
    return content


def event_of(model, event):
    classes = list(model.classes_)
    if len(classes) != 2:
        raise ValueError("two classes are read, there are %d" % len(classes))
    for i, each in enumerate(classes):
        if each == event or str(each) == str(event):
            return i
    raise ValueError("no class %r, there are %r" % (event, classes))


if __name__ == "__main__":
    import joblib

    export(joblib.load(sys.argv[1]), sys.argv[2].split(","), sys.argv[3], *sys.argv[4:5])
