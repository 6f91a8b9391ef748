"""Binned calibration error, the decomposition of the Brier score, and log loss, with scikit-learn where it has them.

/usr/bin/python3 bins.py, in this directory. Writes bins.csv and bins.versions.txt.
"""
import platform
from fractions import Fraction

import numpy as np
import scipy
import sklearn
from scipy.stats import norm
from sklearn.calibration import calibration_curve
from sklearn.metrics import log_loss

from tables import large, spread


def samples():
    k = np.arange(200)
    s = ((37 * k) % 200 + .5) / 200
    yield "formula200", s, ((53 * k) % 100 + .5) / 100 < s
    k = np.arange(60)
    s = ((7 * k) % 5 + 1) / 8
    yield "ties60", s, spread(k, 13, 5, 61) < s
    k = np.arange(20)
    yield "minimum20", ((7 * k) % 20 + .5) / 20, ((7 * k + 3 * (k % 4)) % 20) >= 10
    k = np.arange(5000, dtype=np.int64)
    u = spread(k, 7919, 104729, 10007)
    s = u * u * u * u * .02
    yield "rare5000", s, spread(k, 4211, 12347, 9973) < s
    yield "large10000", *large()


def upper_edges(p, strategy, bins):
    if strategy == "uniform":
        return np.arange(1, bins + 1) / bins
    x, edges = np.sort(p), []
    for b in range(1, bins + 1):
        at = Fraction(b * (len(x) - 1), bins)
        i = int(at)
        edges.append(x[i] if at == i else x[i] + (x[i + 1] - x[i]) * float(at - i))
    return np.unique(edges)


def main():
    z = norm.ppf(.975)
    with open("bins.csv", "w") as out:
        print("sample,quantity,value", file=out)

        def put(name, quantity, value):
            print(name, quantity, repr(float(value)), sep=",", file=out)

        for name, p, y in samples():
            y, n = y.astype(int), len(p)
            for strategy in "uniform", "quantile":
                for bins in 5, 10:
                    edges = upper_edges(p, strategy, bins)
                    of = np.minimum(np.searchsorted(edges, p), len(edges) - 1)
                    filled = np.unique(of)
                    w = np.array([np.sum(of == b) for b in filled])
                    risk = np.array([p[of == b].mean() for b in filled])
                    share = np.array([y[of == b].mean() for b in filled])
                    if strategy == "uniform" or len(np.unique(p)) == n:  # its own edges lose ties to rounding
                        true, predicted = calibration_curve(y, p, n_bins=bins, strategy=strategy)
                        assert np.allclose(true, share, rtol=1e-12) and np.allclose(predicted, risk, rtol=1e-12)
                    key = f"{strategy}{bins}"
                    put(name, key + ".bins", len(w))
                    ece = np.sum(w * abs(share - risk)) / n
                    put(name, key + ".ece", ece)
                    tilde = (w * share + 2) / (w + 4)
                    se = np.sqrt(tilde * (1 - tilde) / w) * w / n
                    reach = np.sum(se) * np.sqrt(2 / np.pi) + z * np.sqrt(np.sum(se ** 2) * (1 - 2 / np.pi))
                    put(name, key + ".ece.lower", max(0, ece - reach))
                    put(name, key + ".ece.upper", min(1, ece + reach))
                    chance = 0
                    for b in filled:
                        q = p[of == b]
                        f = np.ones(1)
                        for one in q:
                            f = np.convolve(f, [1 - one, one])
                        chance += np.sum(f * abs(np.arange(len(f)) - q.sum())) / n
                    put(name, key + ".chance", chance)
                    o = y.mean()
                    put(name, key + ".reliability", np.sum(w * (risk - share) ** 2) / n)
                    put(name, key + ".resolution", np.sum(w * (share - o) ** 2) / n)
                    put(name, key + ".uncertainty", o * (1 - o))
                    put(name, key + ".within", sum(np.sum((p[of == b] - risk[i]) ** 2) - 2 * np.sum(
                        (p[of == b] - risk[i]) * (y[of == b] - share[i])) for i, b in enumerate(filled)) / n)
            put(name, "logloss", log_loss(y, np.clip(p, 1e-6, 1 - 1e-6)))
            losses = -np.log(np.where(y == 1, np.clip(p, 1e-6, 1 - 1e-6), 1 - np.clip(p, 1e-6, 1 - 1e-6)))
            reach = z * losses.std(ddof=1) / np.sqrt(n)
            put(name, "logloss.lower", max(0, losses.mean() - reach))
            put(name, "logloss.upper", losses.mean() + reach)
            parts = (y - p) * (1 - 2 * p)
            reach = z * parts.std(ddof=1) / np.sqrt(n)
            put(name, "miscalibration", parts.mean())
            put(name, "miscalibration.lower", parts.mean() - reach)
            put(name, "miscalibration.upper", parts.mean() + reach)
    with open("bins.versions.txt", "w") as out:
        print(f"Python {platform.python_version()}\nnumpy {np.__version__}\nscipy {scipy.__version__}\n"
              f"scikit-learn {sklearn.__version__}", file=out)


if __name__ == "__main__":
    main()
