"""Tests and distances of counts by scipy, maximum mean discrepancy by numpy with all exchanges.

/usr/bin/python3 counts.py, in this directory. Writes contingency.csv, countdistances.csv, mmd.csv and counts.versions.txt.
Samples of mmd.csv are told by the formula of distributions.py, one for each column of the rows.
"""
import itertools
import platform

import mpmath
import numpy as np
import scipy
from scipy.spatial.distance import jensenshannon, pdist, squareform
from scipy.stats import chi2, chi2_contingency, fisher_exact

from distributions import sample


def tables():
    yield [[120, 80, 40, 10], [90, 95, 50, 25]]
    yield [[3, 1], [1, 3]]                                   # small: Fisher
    yield [[2, 998], [1, 99]]
    yield [[30, 70], [45, 55]]
    yield [[1, 2, 3], [400, 500, 600]]                       # small expected: not tested
    yield [[10, 20, 30], [15, 25, 20], [8, 22, 40]]
    yield [[5, 5, 5, 5, 5, 5], [50, 40, 60, 50, 45, 5]]      # one of twelve expected between 1 and 5
    yield [[0, 0, 0], [10, 20, 0], [15, 12, 0]]              # empty row and column
    yield [[9900, 100], [98000, 2000]]
    yield [[400000000, 300000000, 1000], [4000100, 2999000, 20]]
    yield [[100, 200, 300], [100, 200, 300]]
    yield [[50, 0, 50], [0, 50, 50]]                         # empty cells
    yield [[int(x) for x in (np.arange(40) * 37) % 101 + 60], [int(x) for x in (np.arange(40) * 53) % 97 + 60]]


def text(table):
    return " | ".join(" ".join(map(str, row)) for row in table)


def contingency(out):
    print("table;chisquare;p;g;gp;fisher", file=out)
    for table in tables():
        a = np.array(table, dtype=float)
        a = a[a.sum(1) > 0][:, a.sum(0) > 0]
        x, p, _, expected = chi2_contingency(a, correction=False)
        g, gp = chi2_contingency(a, correction=False, lambda_="log-likelihood")[:2]
        with mpmath.workdps(40):  # scipy's own G of large counts has nine digits
            exact = 2 * mpmath.fsum(int(o) * mpmath.log(mpmath.mpf(int(o)) * int(a.sum()) / (int(r) * int(k)))
                                    for row, r in zip(a, a.sum(1)) for o, k in zip(row, a.sum(0)) if o > 0)
        assert abs(exact - g) <= 1e-8 * g, (exact, g)
        g, gp = float(exact), chi2.sf(float(exact), (a.shape[0] - 1) * (a.shape[1] - 1))
        small = expected < 5
        fisher = ""
        if small.any() and a.shape == (2, 2):
            p = gp = ""
            fisher = repr(float(fisher_exact(a)[1]))
        elif expected.min() < 1 or small.mean() > .2:
            p = gp = ""
        print(text(table), *(v if v == "" else repr(float(v)) for v in (x, p, g, gp)), fisher, sep=";", file=out)


def precise(a, b):
    """Jensen-Shannon and Hellinger distance and PSI with 40 digits; PSI of the bins that have cases of both."""
    with mpmath.workdps(40):
        js = hellinger = psi = mpmath.mpf(0)
        for x, y in zip(a, b):
            p, q = mpmath.mpf(x) / sum(a), mpmath.mpf(y) / sum(b)
            for share in (p, q):
                js += share * mpmath.log(2 * share / (p + q), 2) / 2 if share > 0 else 0
            hellinger += (mpmath.sqrt(p) - mpmath.sqrt(q)) ** 2 / 2
            psi += (q - p) * mpmath.log(q / p) if p > 0 and q > 0 else 0
        return float(mpmath.sqrt(max(js, 0))), float(mpmath.sqrt(hellinger)), float(psi)


def distances(out):
    print("reference;current;jensenshannon;hellinger;totalvariation;largestgap;psi", file=out)
    cases = [
        ([48, 32, 16, 4], [90, 95, 50, 25]),                 # by formula
        ([1, 1], [1, 3]),
        ([1], [7]),
        ([10, 0, 5], [0, 4, 0]),                             # nothing in common
        ([10, 0, 5, 0], [8, 4, 5, 0]),
        ([1000000, 1], [1, 1]),
        ([3, 2, 1], [300, 200, 100]),
        ([10000, 20000, 30000], [10001, 20000, 29999]),
        ([int(x) for x in (np.arange(10000) * 37) % 101 + 1], [int(x) for x in (np.arange(10000) * 53) % 97 + 1]),
    ]
    for a, b in cases:
        p, q = np.array(a) / sum(a), np.array(b) / sum(b)
        both = (p > 0) & (q > 0)
        psi = "" if ((p > 0) != (q > 0)).any() else repr(float(np.sum((q[both] - p[both]) * np.log(q[both] / p[both]))))
        shown = ["formula", "10000"] if len(a) == 10000 else [" ".join(map(str, a)), " ".join(map(str, b))]
        js, hellinger, psi_exact = precise(a, b)
        scipys = jensenshannon(p, q, base=2)  # of nearly equal shares it has few digits, or none
        assert np.isnan(scipys) or abs(scipys - js) < 1e-7
        assert abs(hellinger - np.sqrt(np.sum((np.sqrt(p) - np.sqrt(q)) ** 2) / 2)) < 1e-12
        if psi != "":
            assert abs(float(psi) - psi_exact) < 1e-12 * max(1, psi_exact)
            psi = repr(psi_exact)
        print(*shown, repr(js), repr(hellinger),
              repr(float(np.sum(abs(p - q)) / 2)), repr(float(np.max(abs(p - q)))), psi, sep=";", file=out)


def mmd(out):
    print("reference;current;statistic;p", file=out)
    cases = [
        (["0 1 0 5 5 1"], ["0 1 3 9 5 2"]),
        (["0 2 1 11 4 0", "0 3 0 7 4 0"], ["0 5 3 11 5 0", "0 2 5 7 5 0"]),
        (["7 3 0 3 5 0"], ["0 0 1 3 4 0"]),                  # most distances are 0
        (["0 7 0 101 60 1", "0 13 5 97 60 2"], ["0 11 0 103 40 2", "0 17 2 89 40 1"]),
    ]
    for a, b in cases:
        x, y = (np.column_stack([sample(s) for s in specs]) for specs in (a, b))
        z = np.vstack([x, y])
        d = pdist(z)
        scale = np.median(d)
        scale = scale if scale > 0 else np.median(d[d > 0])
        kernel = np.exp(-squareform(d) ** 2 / (2 * scale * scale))
        n, m = len(x), len(y)

        def statistic(first):
            rest = np.setdiff1d(np.arange(n + m), first)
            inner = lambda s: (kernel[np.ix_(s, s)].sum() - len(s)) / (len(s) * (len(s) - 1))
            return inner(first) + inner(rest) - 2 * kernel[np.ix_(first, rest)].mean()

        observed = statistic(np.arange(n))
        p = ""
        if n + m <= 12:
            all_of_them = [statistic(np.array(c)) for c in itertools.combinations(range(n + m), n)]
            p = repr(float(np.mean(np.array(all_of_them) >= observed - 1e-12)))
        print(" | ".join(a), " | ".join(b), repr(float(observed)), p, sep=";", file=out)


def main():
    for name, function in [("contingency", contingency), ("countdistances", distances), ("mmd", mmd)]:
        with open(name + ".csv", "w") as out:
            function(out)
    with open("counts.versions.txt", "w") as out:
        print(f"Python {platform.python_version()}\nnumpy {np.__version__}\nscipy {scipy.__version__}\n"
              f"mpmath {mpmath.__version__}", file=out)


if __name__ == "__main__":
    main()
