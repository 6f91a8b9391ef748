"""Average precision, and sums over the points of ROC and precision-recall curves, of the samples of samples.R by scikit-learn.

/usr/bin/python3 curves.py, in this directory. Writes curves.csv and curves.versions.txt.
"""
import platform

import numpy as np
import sklearn
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_curve


def spread(k, a, b, m):
    return ((a * k * k + b * k) % m + .5) / m


def samples():
    k = np.arange(200)
    s = (37 * k % 200 + .5) / 200
    yield "formula200", s, (53 * k % 100 + .5) / 100 < s
    k = np.arange(60)
    s = (7 * k % 5 + 1) / 8
    yield "ties60", s, spread(k, 13, 5, 61) < s
    k = np.arange(20)
    yield "minimum20", (7 * k % 20 + .5) / 20, (7 * k + 3 * (k % 4)) % 20 >= 10
    k = np.arange(5000)
    u = spread(k, 7919, 104729, 10007)
    s = u * u * u * u * .02
    yield "rare5000", s, spread(k, 4211, 12347, 9973) < s
    k = np.arange(10000)
    u = spread(k, 7919, 104729, 10007)
    s = u * u
    yield "large10000", s, spread(k, 4211, 12347, 9973) < .8 * s


with open("curves.csv", "w") as out:
    print("sample,average precision,roc points,sum sensitivity,sum specificity,sum threshold * sensitivity,"
          "pr points,sum precision,sum recall,sum threshold * precision", file=out)
    for name, s, y in samples():
        fpr, tpr, at = roc_curve(y, s, drop_intermediate=False)
        precision, recall, threshold = precision_recall_curve(y, s)
        precision, recall = precision[:-1], recall[:-1]  # the last point is made up
        # scikit-learn 1.2 starts the ROC curve at a made-up finite threshold, where nobody is flagged
        numbers = [average_precision_score(y, s), len(tpr), tpr.sum(), (1 - fpr).sum(), (at[1:] * tpr[1:]).sum(),
                   len(precision), precision.sum(), recall.sum(), (threshold * precision).sum()]
        print(name, *(f"{v:.17g}" for v in numbers), sep=",", file=out)
with open("curves.versions.txt", "w") as out:
    print("Python", platform.python_version(), file=out)
    print("numpy", np.__version__, file=out)
    print("scikit-learn", sklearn.__version__, file=out)
