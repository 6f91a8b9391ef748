"""Two-sample tests and distances by scipy; p-values by enumeration of all exchanges where the samples are small.

/usr/bin/python3 distributions.py, in this directory; then Rscript distributions.R. Writes distributions.csv, exchanges.csv and
distributions.versions.txt. A sample is told by a formula: "a b c M n power" is ((a i i + b i + c) mod M + .5) / M to that power,
i = 0 .. n-1, and the integers (a i i + b i + c) mod M if power is 0.
"""
import itertools
import platform
import warnings

import mpmath
import numpy as np
import scipy
from scipy import stats

warnings.simplefilter("ignore")

PAIRS = [  # reference, current
    ("0 2 1 100 5 0", "0 3 2 100 4 0"),            # 1 3 5 7 9 and 2 5 8 11: by hand
    ("0 1 0 50 50 1", "0 1 0 40 40 2"),            # by formula
    ("7 3 0 11 30 0", "5 1 0 13 25 0"),            # ties
    ("7 3 0 11 8 0", "5 1 0 7 7 0"),               # ties, few
    ("7 3 0 5 20 0", "5 1 0 7 19 0"),              # ties
    ("0 1 0 16 16 1", "0 1 0 15 15 2"),            # no ties, at the limit of exact Cramer-von Mises
    ("0 1 0 20 20 1", "0 1 0 19 19 2"),            # beyond it
    ("0 1 0 24 24 1", "0 1 0 23 23 2"),            # a few more
    ("0 7 0 101 100 1", "0 11 0 103 100 2"),       # n m = 10,000
    ("0 7 0 103 101 1", "0 11 0 103 100 2"),       # one more
    ("7 3 0 17 200 0", "5 1 0 19 150 0"),          # ties, asymptotic
    ("0 37 0 2003 2000 1", "0 1 2 7 5 2"),         # imbalance
    ("0 37 0 2003 2000 1", "0 0 999 1000 3 1"),    # all of the few beyond, tied with each other
    ("0 0 3 7 40 0", "0 0 3 7 30 0"),              # constant and equal
    ("0 0 3 7 40 0", "0 0 4 7 30 0"),              # constant and not
    ("0 1 0 3 2 0", "0 1 1 3 2 0"),                # smallest
    ("0 37 0 10007 10000 1", "0 53 0 10009 10000 1"),  # almost the same, 10,000
    ("0 37 0 10007 10000 1", "0 53 0 9973 9000 2"),
    ("7919 104729 0 101 10000 0", "7919 104729 0 103 10000 0"),
    ("0 1 0 90 60 1", "0 1 30 90 60 1"),           # a shift far out in the tail
]


def sample(spec):
    a, b, c, modulus, n, power = map(int, spec.split())
    i = np.arange(n, dtype=np.int64)
    whole = (a * i * i + b * i + c) % modulus
    if power == 0:
        return whole.astype(float)
    share = (whole + .5) / modulus
    return share if power == 1 else share * share


def cvm_limit_tail(x):
    """1 - the series of Csorgo and Faraway 1996 with 40 digits, where scipy stops at terms of 1e-7."""
    with mpmath.workdps(40):
        x = mpmath.mpf(x)
        total = mpmath.mpf(0)
        for k in range(200):
            y = 4 * k + 1
            q = y * y / (16 * x)
            term = (mpmath.gamma(k + .5) / mpmath.factorial(k) / mpmath.pi ** 1.5 / mpmath.sqrt(x)
                    * mpmath.sqrt(y) * mpmath.exp(-q) * mpmath.besselk(.25, q))
            total += term
            if term < mpmath.mpf(10) ** -35:
                break
        return float(1 - total)


def cvm_statistic(x, y):
    """By the gap of the distribution functions. Scipy's midranks give the same without ties; with them they find a constant
    to differ from itself."""
    z = np.concatenate([x, y])
    gap = np.searchsorted(np.sort(x), z, "right") / len(x) - np.searchsorted(np.sort(y), z, "right") / len(y)
    return len(x) * len(y) / len(z) ** 2 * np.sum(gap * gap)


def cvm(x, y):
    n, m = len(x), len(y)
    statistic = cvm_statistic(x, y)
    small = max(n, m) <= 16
    if len(np.unique(np.concatenate([x, y]))) < n + m:
        return statistic, exchanges([x, y], lambda s: cvm_statistic(*s)) if n + m <= 16 else None
    result = stats.cramervonmises_2samp(x, y, method="exact" if small else "asymptotic")
    assert abs(result.statistic - statistic) < 1e-9 * statistic + 1e-11, (result.statistic, statistic)
    if small:
        return statistic, result.pvalue
    if min(n, m) <= 16:
        return statistic, None
    big = n + m
    k = n * m
    et = (1 + 1 / big) / 6
    vt = (big + 1) * (4 * k * big - 3 * (n * n + m * m) - 2 * k) / (45 * big ** 2 * 4 * k)
    exact = cvm_limit_tail(1 / 6 + (statistic - et) / np.sqrt(45 * vt))
    assert abs(result.pvalue - exact) < 1e-6, (result.pvalue, exact)
    return statistic, exact


def exchanges(samples, statistic):
    """Share of all exchanges with the statistic or a larger one."""
    z = np.concatenate(samples)
    sizes = [len(s) for s in samples]
    observed = statistic(samples)
    far = count = 0

    def split(rest, sizes):
        if len(sizes) == 1:
            yield [rest]
            return
        for chosen in itertools.combinations(range(len(rest)), sizes[0]):
            others = [i for i in range(len(rest)) if i not in chosen]
            for tail in split(rest[others], sizes[1:]):
                yield [rest[list(chosen)]] + tail

    for parts in split(z, sizes):
        count += 1
        far += statistic(parts) >= observed - 1e-10 * max(1, abs(observed))
    return far / count


def mann_whitney(x, y):
    ties = len(np.unique(np.concatenate([x, y]))) < len(x) + len(y)
    exact = not ties and len(x) * len(y) <= 10000
    if len(np.unique(np.concatenate([x, y]))) == 1:
        return len(x) * len(y) / 2, 1.0
    result = stats.mannwhitneyu(y, x, method="exact" if exact else "asymptotic")
    return result.statistic, result.pvalue


def anderson(samples):
    return stats.anderson_ksamp(samples).statistic


def main():
    def number(value):
        return "" if value is None else repr(float(value))

    with open("distributions.csv", "w") as out:
        print("reference;current;function;statistic;p", file=out)

        def row(a, b, function, statistic, p=None):
            print(a, b, function, number(statistic), number(p), sep=";", file=out)

        for a, b in PAIRS:
            x, y = sample(a), sample(b)
            w = stats.wasserstein_distance(x, y)
            row(a, b, "wasserstein", w)
            if np.std(x) > 0:
                row(a, b, "wasserstein.scaled", w / np.std(x, ddof=1))
            row(a, b, "energy", stats.energy_distance(x, y))
            row(a, b, "cramer-von-mises", *cvm(x, y))
            row(a, b, "mann-whitney", *mann_whitney(x, y))
            if len(np.unique(np.concatenate([x, y]))) > 1:
                row(a, b, "anderson-darling", anderson([x, y]))

    small = [
        ["0 2 1 100 5 0", "0 3 2 100 4 0"],
        ["7 3 0 11 6 0", "5 1 0 7 6 0"],
        ["0 1 0 5 5 2", "0 1 4 9 4 1"],
    ]
    three = [["0 1 0 3 3 0", "0 2 1 7 3 0", "0 1 3 9 3 0"], ["0 1 0 4 4 2", "0 1 1 4 3 1", "0 0 1 2 2 0"]]
    with open("exchanges.csv", "w") as out:
        print("samples;function;statistic;p", file=out)
        for specs in small + three:
            samples = [sample(s) for s in specs]
            functions = {"anderson-darling": anderson}
            if len(specs) == 2:
                functions["wasserstein"] = lambda s: stats.wasserstein_distance(*s)
                functions["energy"] = lambda s: stats.energy_distance(*s)
                functions["cramer-von-mises"] = lambda s: cvm_statistic(*s)
            for name, function in functions.items():
                print(" | ".join(specs), name, number(function(samples)), number(exchanges(samples, function)), sep=";", file=out)
        for specs in [["0 37 0 103 100 1", "0 7 0 101 80 2", "7 3 0 11 50 1"], ["7 3 0 3 100 0", "7 3 0 5 100 0", "5 1 0 4 9 0"]]:
            print(" | ".join(specs), "anderson-darling", number(anderson([sample(s) for s in specs])), "", sep=";", file=out)

    with open("distributions.versions.txt", "w") as out:
        print(f"Python {platform.python_version()}\nnumpy {np.__version__}\nscipy {scipy.__version__}\n"
              f"mpmath {mpmath.__version__}", file=out)


if __name__ == "__main__":
    main()
