"""Tests of counts by scipy, and AUROC and Brier score by scikit-learn as a second source beside R.

/usr/bin/python3 tables.py, in this directory. Writes psi.csv, proportions.csv, homogeneity.csv, scores.csv and tables.versions.txt.
"""
import platform

import numpy as np
import scipy
import sklearn
from scipy.stats import chi2, chi2_contingency, fisher_exact
from sklearn.metrics import brier_score_loss, roc_auc_score


def pooled(reference, m):
    """Neighbouring bins joined until 5 current cases are expected, by cutting where the running sum allows it."""
    n = sum(reference)
    cuts, since = [], 0
    for i, c in enumerate(reference):
        since += c
        if since * m / n >= 5:
            cuts.append(i + 1)
            since = 0
    if cuts:
        cuts[-1] = len(reference)
    return [0] + cuts


def psi(p, q):
    return float(np.sum((np.asarray(q) - p) * np.log(np.asarray(q) / p)))


def spread(k, a, b, m):
    return ((a * k * k + b * k) % m + .5) / m


def large():
    k = np.arange(10000, dtype=np.int64)
    u = spread(k, 7919, 104729, 10007)
    return u * u, spread(k, 4211, 12347, 9973) < .8 * (u * u)


def main():
    psi_cases = [
        ([120, 80, 40, 10], [90, 95, 50, 25], .01),
        ([500] * 10, [50] * 10, .01),
        ([500] * 10, [30, 40, 45, 50, 55, 60, 65, 70, 45, 40], .01),
        ([500] * 10, [0, 0, 0, 0, 0, 0, 0, 20, 40, 40], .001),
        ([1000, 500, 20, 10, 5, 3], [60, 30, 4, 3, 2, 1], .05),
        ([3, 5, 10, 20, 500, 1000], [1, 2, 3, 4, 30, 60], .05),
        ([4000000, 3000000, 2000000], [400500, 299500, 200000], .001),
        ([0, 100, 0, 100, 100, 0], [10, 20, 10, 20, 30, 10], .01),
    ]
    with open("psi.csv", "w") as out:
        print("reference;current;alpha;bins;raw;psi;adjusted;critical;p", file=out)
        for reference, current, alpha in psi_cases:
            n, m = sum(reference), sum(current)
            edges = pooled(reference, m)
            r = np.add.reduceat(reference, edges[:-1])
            c = np.add.reduceat(current, edges[:-1])
            b = len(r)
            value = psi((r + .5) / (n + .5 * b), (c + .5) / (m + .5 * b))
            unit = 1 / n + 1 / m
            raw = psi(r / n, c / m) if min(c) > 0 else ""
            if b == 2:
                critical, p = "", fisher_exact([r, c])[1]
            else:
                critical, p = repr(unit * chi2.isf(alpha, b - 1)), chi2.sf(value / unit, b - 1)
            print(" ".join(map(str, reference)), " ".join(map(str, current)), alpha, b, raw, repr(value),
                  repr(max(0, value - (b - 1) * unit)), critical, repr(float(p)), sep=";", file=out)

    proportion_cases = [
        (0, 1000, 0, 80), (0, 1000, 1, 80), (0, 1000, 2, 80), (10, 1000, 3, 80), (10, 1000, 0, 80), (100, 1000, 8, 80),
        (100, 1000, 30, 80), (1350, 7874, 20, 60), (1, 10, 9, 11), (3, 4, 1, 4), (5, 5, 0, 5), (7, 7, 9, 9),
        (2, 1000000, 3, 100000), (20, 100000, 9, 2000), (500000, 1000000, 5100, 10000), (0, 5000, 50, 100), (995, 1000, 45, 50),
    ]
    with open("proportions.csv", "w") as out:
        print("hitsReference;nReference;hitsCurrent;nCurrent;exact;p", file=out)
        for a, n, b, m in proportion_cases:
            table = [[a, n - a], [b, m - b]]
            if min(a + b, n + m - a - b) == 0:
                exact, p = True, 1.0
            else:
                exact = bool(chi2_contingency(table, correction=False)[3].min() < 5)
                p = fisher_exact(table)[1] if exact else chi2_contingency(table, correction=False)[1]
            print(a, n, b, m, exact, repr(float(p)), sep=";", file=out)

    homogeneity_cases = [
        ([120, 80, 40, 10], [90, 95, 50, 25]),
        ([1, 2, 3], [400, 500, 600]),
        ([500000, 300000, 1], [5000, 3100, 2]),
    ]
    with open("homogeneity.csv", "w") as out:
        print("a;b;statistic;p", file=out)
        for a, b in homogeneity_cases:
            statistic, p = chi2_contingency([a, b], correction=False)[:2]
            print(" ".join(map(str, a)), " ".join(map(str, b)), repr(float(statistic)), repr(float(p)), sep=";", file=out)

    k = np.arange(200)
    s200 = ((37 * k) % 200 + .5) / 200
    with open("scores.csv", "w") as out:
        print("sample;auroc;brier", file=out)
        for name, s, y in [("formula200", s200, ((53 * k) % 100 + .5) / 100 < s200), ("large10000", *large())]:
            print(name, repr(float(roc_auc_score(y, s))), repr(float(brier_score_loss(y, s))), sep=";", file=out)

    with open("tables.versions.txt", "w") as out:
        print(f"Python {platform.python_version()}\nnumpy {np.__version__}\nscipy {scipy.__version__}\n"
              f"scikit-learn {sklearn.__version__}", file=out)


if __name__ == "__main__":
    main()
