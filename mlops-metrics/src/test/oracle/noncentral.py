"""Noncentral chi-square tails and quantiles by scipy, checked against the Poisson mixture with 400 digits; power of the chi-square test of
homogeneity and the cases that it needs.

/usr/bin/python3 noncentral.py, in this directory. Writes noncentral.csv, driftpower.csv and noncentral.versions.txt.
"""
import platform

import mpmath
import numpy as np
import scipy
from scipy.stats import chi2, ncx2


def tails(x, df, nc):
    """Lower and upper tail by the definition."""
    with mpmath.workdps(400):
        x, df, mean = mpmath.mpf(x), mpmath.mpf(df), mpmath.mpf(nc) / 2
        middle = int(mean)
        spread = int(14 * mean ** .5) + 150
        lower = upper = mpmath.mpf(0)
        first = 0  # far down the early terms count most
        weight = mpmath.exp(-mean + first * mpmath.log(mean) - mpmath.loggamma(first + 1)) if mean > 0 else mpmath.mpf(1)
        p = mpmath.gammainc(df / 2 + first, 0, x / 2, regularized=True)
        step = mpmath.exp((df / 2 + first) * mpmath.log(x / 2) - x / 2 - mpmath.loggamma(df / 2 + first + 1))
        for j in range(first, middle + spread + 1):
            lower += weight * p
            upper += weight * (1 - p)
            p -= step
            step *= x / 2 / (df / 2 + j + 1)
            weight *= mean / (j + 1)
        return tuple(float(t) if t > 1e-300 else 0. for t in (lower, upper))


def noncentrality(p, q, n, m):
    mean = (n * p + m * q) / (n + m)
    keep = mean > 0
    return n * m / (n + m) * np.sum((p - q)[keep] ** 2 / mean[keep])


def main():
    with open("noncentral.csv", "w") as out:
        print("x;df;noncentrality;lower;upper", file=out)
        for df in (1, 3, 9, 49, .5):
            for nc in (0, .1, 3, 10.5, 200, 5000):
                for factor in (.02, .5, 1, 1.2, 3):
                    x = factor * (df + nc)
                    lower, upper = tails(x, df, nc)
                    if nc > 0:
                        assert abs(ncx2.sf(x, df, nc) - upper) < 1e-9, (x, df, nc)
                    print(repr(x), df, nc, repr(lower), repr(upper), sep=";", file=out)
    shares = [
        ([.25, .25, .25, .25], [.2, .25, .25, .3]),
        ([.1] * 10, [.08] * 5 + [.12] * 5),
        ([.9, .1], [.85, .15]),
        ([.998, .002], [.996, .004]),
        ([.5, .3, .2, 0], [.5, .3, .15, .05]),
        ([.4, .6], [.4, .6]),
    ]
    with open("driftpower.csv", "w") as out:
        print("reference;current;nReference;nCurrent;alpha;power;neededFor80", file=out)
        for p, q in shares:
            p, q = np.array(p), np.array(q)
            df = np.sum(p + q > 0) - 1
            for n, m, alpha in [(5000, 100, .01), (5000, 10000, .01), (300, 300, .05), (1, 1, .1)]:
                def power(m):
                    nc = noncentrality(p, q, n, m)
                    return float(ncx2.sf(chi2.isf(alpha, df), df, nc)) if nc > 0 else alpha

                def cochran(row, m):
                    expected = (row * (n * p + m * q) / (n + m))[p + q > 0]
                    return expected.min() >= 1 and 5 * np.sum(expected < 5) <= len(expected)

                def enough(m):
                    return cochran(m, m) and power(m) >= .8

                needed = ""
                if enough(10 ** 9):
                    low, high = 0, 10 ** 9
                    while high - low > 1:
                        middle = (low + high) // 2
                        low, high = (low, middle) if enough(middle) else (middle, high)
                    needed = high if cochran(n, high) else ""
                print(" ".join(map(str, p)), " ".join(map(str, q)), n, m, alpha, repr(power(m)), needed, sep=";", file=out)
    with open("noncentral.versions.txt", "w") as out:
        print(f"Python {platform.python_version()}\nnumpy {np.__version__}\nscipy {scipy.__version__}\n"
              f"mpmath {mpmath.__version__}", file=out)


if __name__ == "__main__":
    main()
