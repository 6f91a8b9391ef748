"""Evidence of a Dirichlet mixture by scipy's gammaln; against a reference by scipy's constrained optimiser; the radius by chi2.

/usr/bin/python3 mixture.py, in this directory. Writes mixture.csv and mixture.versions.txt.
"""
import platform

import numpy as np
import scipy
from scipy.optimize import minimize
from scipy.special import gammaln
from scipy.stats import chi2

CASES = [
    ([30, 15, 5], [60, 30, 10], 3),
    ([10, 15, 25], [60, 30, 10], 3),
    ([10, 15, 25], [600, 300, 100], 3),
    ([2.5, 0, 7.25, .25], [400, 50, 50, 0], 4),
    ([0, 0, 0, 40], [997, 1, 2, 0], 4),
    ([480, 320, 160, 40], [48000, 32000, 16000, 4000], 10),
    ([430, 370, 160, 40], [480, 320, 160, 40], 4),
    ([0, 12], [300, 0], 2),
]


def log_likelihood(counts, pi):
    return float(np.sum(counts * np.log(pi)))


def most_probable(counts, shares, n, radius):
    def pi(z):
        e = np.exp(np.append(z, 0) - max(z.max(), 0))
        return e / e.sum()

    start = np.log(shares[:-1] / shares[-1])
    best = minimize(lambda z: -log_likelihood(counts, pi(z)), start, method="SLSQP",
                    constraints={"type": "ineq", "fun": lambda z: radius - n * np.sum(shares * np.log(shares / pi(z)))},
                    options={"maxiter": 1000, "ftol": 1e-14})
    return -best.fun


with open("mixture.csv", "w") as out:
    print("counts;reference;kappa;known;radius;widened", file=out)
    for counts, reference, kappa in CASES:
        c, r = np.array(counts, float), np.array(reference, float)
        shares = (r + .5) / (r.sum() + .5 * len(r))
        a = kappa * shares
        mixed = gammaln(kappa) - gammaln(c.sum() + kappa) + np.sum(gammaln(c + a) - gammaln(a))
        radius = chi2.ppf(.99, len(c) - 1) / 2
        print(" ".join(map(str, counts)), " ".join(map(str, reference)), kappa, repr(float(mixed - log_likelihood(c, shares))),
              repr(float(radius)), f"{mixed - most_probable(c, shares, r.sum(), radius):.5f}", sep=";", file=out)

with open("mixture.versions.txt", "w") as out:
    print(f"Python {platform.python_version()}\nnumpy {np.__version__}\nscipy {scipy.__version__}", file=out)
