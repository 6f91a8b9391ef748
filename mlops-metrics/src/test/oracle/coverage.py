"""Coverage of the 95 % intervals of slope, intercept in the large, O/E (log scale and Poisson) and Brier score.

/usr/bin/python3 coverage.py, in this directory; a minute or two. Writes coverage.txt. Truth: log odds .3 + .7 times the predicted
ones, which are normal with standard deviation 1.5 about a centre. Samples with fewer than ten cases in a class are left out, as
they have no answer. The truth of O/E is that of the sample's risks, the truth of the Brier score that of the law.
"""
import numpy as np
from scipy.special import expit
from scipy.stats import chi2, norm

Z = norm.ppf(.975)


def newton(x, y, steps=60):
    """Slopes and their errors, row by row."""
    x = x - x.mean(1)[:, None]
    share = y.mean(1)
    a, b = np.log(share / (1 - share)), np.zeros(len(x))
    for _ in range(steps):
        p = expit(a[:, None] + b[:, None] * x)
        w = p * (1 - p)
        s0, s1 = (y - p).sum(1), ((y - p) * x).sum(1)
        aa, ab, bb = w.sum(1), (w * x).sum(1), (w * x * x).sum(1)
        det = aa * bb - ab * ab
        da, db = (bb * s0 - ab * s1) / det, (aa * s1 - ab * s0) / det
        short = np.minimum(1, 1 / np.maximum(1e-9, np.maximum(abs(da), abs(db))))
        a, b = a + short * da, b + short * db
        if max(abs(da).max(), abs(db).max()) < 1e-9:
            return b, np.sqrt(aa / det)
    raise ArithmeticError("Newton's method did not arrive")


def offset(x, y, steps=30):
    a = np.zeros(len(x))
    for _ in range(steps):
        p = expit(a[:, None] + x)
        step = (y - p).sum(1) / (p * (1 - p)).sum(1)
        a = a + np.clip(step, -2, 2)
    return a, 1 / np.sqrt((p * (1 - p)).sum(1))


def solved(f, low=-6, high=6):
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) > 0 else (low, middle)
    return low


def scenario(rng, n, share, runs, out):
    nodes, weights = np.polynomial.hermite_e.hermegauss(120)
    weights = weights / weights.sum()
    centre = solved(lambda c: share - np.sum(weights * expit(.3 + .7 * (1.5 * nodes + c))))
    lp = 1.5 * nodes + centre
    truth, risk = expit(.3 + .7 * lp), expit(lp)
    brier = np.sum(weights * (truth * (1 - risk) ** 2 + (1 - truth) * risk ** 2))
    large = solved(lambda a: np.sum(weights * (truth - expit(a + lp))))
    hits, known = np.zeros(5), 0
    for _ in range(runs // 1000):
        x = rng.normal(centre, 1.5, (1000, n))
        p, t = expit(x), expit(.3 + .7 * x)
        y = (rng.random(p.shape) < t).astype(float)
        events = y.sum(1)
        keep = np.minimum(events, n - events) >= 10
        x, p, t, y, events = x[keep], p[keep], t[keep], y[keep], events[keep]
        known += len(x)
        b, se = newton(x, y)
        hits[0] += np.sum(abs(b - .7) <= Z * se)
        a, se = offset(x, y)
        hits[1] += np.sum(abs(a - large) <= Z * se)
        ratio, e = t.sum(1) / p.sum(1), p.sum(1)
        hits[2] += np.sum(abs(np.log(events / e / ratio)) <= Z * np.sqrt((1 - events / n) / events))
        hits[3] += np.sum((chi2.ppf(.025, 2 * events) / 2 <= ratio * e) & (ratio * e <= chi2.ppf(.975, 2 * events + 2) / 2))
        gaps = (p - y) ** 2
        hits[4] += np.sum(abs(gaps.mean(1) - brier) <= Z * gaps.std(1, ddof=1) / np.sqrt(n))
    print(n, share, f"{known / (runs // 1000 * 1000):.3f}", *(f"{h / known:.4f}" for h in hits), file=out)


def main():
    rng = np.random.default_rng(1)
    with open("coverage.txt", "w") as out:
        print("cases, share of events, answered, coverage of slope, intercept in the large, O/E log, O/E Poisson, Brier", file=out)
        for n, share, runs in [(60, .5, 20000), (60, .25, 20000), (200, .5, 20000), (200, .1, 20000), (1000, .5, 10000),
                               (1000, .1, 10000), (1000, .02, 10000)]:
            scenario(rng, n, share, runs, out)


if __name__ == "__main__":
    main()
