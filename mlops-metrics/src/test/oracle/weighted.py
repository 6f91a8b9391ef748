"""Numbers of weighted cases: values by scikit-learn with sample_weight; variances of AUROC and average precision from their
definitions, pair by pair, and for small samples from scikit-learn's own values by numerical derivatives by each case's weight.

/usr/bin/python3 weighted.py, in this directory. Writes weighted.csv and weighted.versions.txt. Samples as in WeightedSample.java.
"""
import platform

import numpy as np
import scipy
import sklearn
from scipy.stats import norm
from sklearn.metrics import average_precision_score, brier_score_loss, confusion_matrix, log_loss, roc_auc_score


def spread(k, a, b, m):
    return ((a * k * k + b * k) % m + .5) / m


def spread_out(n, levels, scale, weighting):
    k = np.arange(n, dtype=np.int64)
    u, v, t = spread(k, 7919, 104729, 10007), spread(k, 4211, 12347, 9973), spread(k, 31, 17, 10009)
    s = (np.floor(u * levels) + .5) / levels if levels else u * u
    y = v < scale * s * (1.2 - .4 * s)
    w = {"counts": lambda: 1. + k % 3,
         "zeros": lambda: np.where(k % 4 == 0, 0, .25 + t),
         "unequal": lambda: 1 / (.001 + t),
         "sampling": lambda: np.where(y, 1 / (.5 + .5 * t), 1 / (.05 + .25 * t))}[weighting]()
    return scale * s, y, w


def samples():
    """Name, risks, outcomes, weights, threshold."""
    k = np.arange(24)
    yield "hand24", np.where((k < 12) == (k % 2 == 0), .75, .25), k < 12, 2. - k % 2, .5
    k = np.arange(20)
    yield "minimum20", (7 * k % 20 + .5) / 20, (7 * k + 3 * (k % 4)) % 20 >= 10, np.full(20, .1), .5
    yield "ties60", *spread_out(60, 5, 1, "counts"), .5
    yield "zeros200", *spread_out(200, 0, 1, "zeros"), .3
    yield "unequal2000", *spread_out(2000, 0, 1, "unequal"), .3
    yield "rare5000", *spread_out(5000, 0, .01, "sampling"), .003
    yield "large10000", *spread_out(10000, 0, 1, "sampling"), .3


def auroc_variance(p, y, w):
    """Sum of the squares of weight times derivative; times m / (m - 1) in each class of m cases that have a weight."""
    p, y, w = p[w > 0], y[w > 0], w[w > 0]
    auc = roc_auc_score(y, p, sample_weight=w)
    variance = 0
    for side in (True, False):
        here, there, at, weights = p[y == side], p[y != side], w[y == side], w[y != side]
        right = np.concatenate([((d > 0) + .5 * (d == 0)) @ weights / weights.sum()
                                for d in (np.sign(here[i:i + 500, None] - there[None, :]) * (1 if side else -1)
                                          for i in range(0, len(here), 500))])
        variance += len(at) / (len(at) - 1) * np.sum((at * (right - auc) / at.sum()) ** 2)
    return variance


def precision_variance(p, y, w):
    """Sum of the squares of weight times derivative. With T and N the weight of events and of all at or above the risk of each event,
    the average precision is the mean of T / N by the weight of the events; one more case moves T and N of events at or below it."""
    ap = average_precision_score(y, p, sample_weight=w)
    events, at = p[y], w[y]
    true = np.array([at[events >= e].sum() for e in events])
    flagged = np.array([w[p >= e].sum() for e in events])
    influence = np.empty(len(p))
    for i in range(len(p)):
        reached = events <= p[i]
        moved = (flagged - true if y[i] else -true) / flagged ** 2
        influence[i] = np.sum((at * moved)[reached])
        if y[i]:
            influence[i] += w[y & (p >= p[i])].sum() / w[p >= p[i]].sum() - ap
    return np.sum((w * influence / at.sum()) ** 2)


def numerical_variance(f, p, y, w, factor):
    """From scikit-learn's values, by central differences of the fourth order."""
    h = 1e-3

    def at(i, by):
        moved = w.copy()
        moved[i] *= 1 + by
        return f(y, p, sample_weight=moved)

    d = np.array([(8 * (at(i, h) - at(i, -h)) - (at(i, 2 * h) - at(i, -2 * h))) / (12 * h) for i in range(len(p))])
    return sum(factor(np.sum(c & (w > 0))) * np.sum(d[c] ** 2) for c in (y, ~y))


def main():
    with open("weighted.csv", "w") as out:
        print("sample,quantity,value", file=out)
        for name, p, y, w, threshold in samples():
            def put(quantity, value):
                print(name, quantity, f"{value:.17g}", sep=",", file=out)

            def put_on_logit_scale(quantity, value, variance):
                put(quantity, value)
                x = np.log(value / (1 - value)) + norm.ppf(.975) * np.sqrt(variance) / (value * (1 - value)) * np.array([-1, 1])
                put(quantity + ".lower", 1 / (1 + np.exp(-x[0])))
                put(quantity + ".upper", 1 / (1 + np.exp(-x[1])))

            put("n", len(p))
            put("events", y.sum())
            put("risk.sum", p.sum())
            put("weight.sum", w.sum())
            put("threshold", threshold)
            for group, g in (("all", w), ("events", w[y]), ("others", w[~y])):
                put("effective." + group, g.sum() ** 2 / np.sum(g ** 2))
            put_on_logit_scale("auroc", roc_auc_score(y, p, sample_weight=w), auroc_variance(p, y, w))
            put_on_logit_scale("precision", average_precision_score(y, p, sample_weight=w), precision_variance(p, y, w))
            if len(p) <= 200:
                put("auroc.numerical", numerical_variance(roc_auc_score, p, y, w, lambda m: m / (m - 1)))
                put("precision.numerical", numerical_variance(average_precision_score, p, y, w, lambda m: 1))
            put("brier", brier_score_loss(y, p, sample_weight=w))
            put("logloss", log_loss(y, np.clip(p, 1e-6, 1 - 1e-6), sample_weight=w))
            for rule, alert in (("above", p > threshold), ("atorabove", p >= threshold)):
                (tn, fp), (fn, tp) = confusion_matrix(y, alert, sample_weight=w)
                put("sensitivity." + rule, tp / (tp + fn))
                put("specificity." + rule, tn / (tn + fp))
                put("ppv." + rule, tp / (tp + fp))
                put("npv." + rule, tn / (tn + fn))
    with open("weighted.versions.txt", "w") as out:
        print("Python", platform.python_version(), file=out)
        for package in (np, scipy, sklearn):
            print(package.__name__, package.__version__, file=out)


if __name__ == "__main__":
    main()
