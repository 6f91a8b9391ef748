"""False alarms of the PSI test and coverage of AUROC intervals: the numbers in the Javadoc of Psi and AurocScale.

/usr/bin/python3 simulations.py, in this directory; about a minute. Writes simulations.txt.
"""
import numpy as np
from scipy.special import logit
from scipy.stats import chi2, norm

from tables import pooled

RUNS = 200_000
ALPHAS = [.01, .001, .0005, .0001]


def sizes(rng, n, m, shares):
    """Share of pairs of samples of one law that alarm; shares None for the reference's own deciles."""
    if shares is None:
        reference = np.full((RUNS, 10), n // 10)
        law = rng.dirichlet(np.full(10, n / 10), size=RUNS)
        current = np.array([rng.multinomial(m, p) for p in law])
    else:
        reference = rng.multinomial(n, shares, size=RUNS)
        current = rng.multinomial(m, shares, size=RUNS)
    by_edges = {}
    for i in range(RUNS):
        by_edges.setdefault(tuple(pooled(reference[i], m)), []).append(i)
    alarms, compared = np.zeros(len(ALPHAS)), 0
    for edges, rows in by_edges.items():
        b = len(edges) - 1
        if b < 3:
            continue  # the exact test, or none
        p = (np.add.reduceat(reference[rows], edges[:-1], axis=1) + .5) / (n + .5 * b)
        q = (np.add.reduceat(current[rows], edges[:-1], axis=1) + .5) / (m + .5 * b)
        scaled = np.sum((q - p) * np.log(q / p), axis=1) / (1 / n + 1 / m)
        alarms += [np.sum(scaled >= chi2.isf(alpha, b - 1)) for alpha in ALPHAS]
        compared += len(rows)
    return alarms / compared


def coverage(rng, events, others, shift, runs=20_000):
    truth, on_logit, on_linear = norm.cdf(shift / 2 ** .5), 0, 0
    for _ in range(runs):
        x, y = np.sort(rng.normal(shift, 1, events)), np.sort(rng.normal(size=others))
        below, above = np.searchsorted(y, x) / others, 1 - np.searchsorted(x, y) / events
        a, variance = below.mean(), below.var(ddof=1) / events + above.var(ddof=1) / others
        if variance == 0:  # all pairs agree: the exact interval
            covers = truth >= .025 ** (1 / min(events, others))
            on_logit, on_linear = on_logit + covers, on_linear + covers
            continue
        reach = norm.ppf(.975) * variance ** .5
        on_linear += abs(a - truth) <= reach
        on_logit += abs(logit(a) - logit(truth)) <= reach / (a * (1 - a))
    return truth, on_logit / runs, on_linear / runs


def main():
    rng = np.random.default_rng(1)
    with open("simulations.txt", "w") as out:
        print("PSI test: reference cases, current cases, shares, false alarms at alpha", *ALPHAS, file=out)
        for shares in [None, [.45, .25, .15, .1, .05], [.7, .15, .1, .05], [.2] * 5]:
            for n in (300, 5000):
                for m in (50, 100, 300, 1000):
                    print(n, m, shares or "deciles", *(f"{s:.6f}" for s in sizes(rng, n, m, shares)), file=out)
        print("AUROC: events, others, true value, coverage of the 95 % interval on the logit and the linear scale", file=out)
        for events, others, shift in [(10, 10, 1), (10, 60, 2.326174307), (50, 200, 2.326174307), (20, 100, 1.5)]:
            print(events, others, *(f"{c:.4f}" for c in coverage(rng, events, others, shift)), file=out)


if __name__ == "__main__":
    main()
