"""Several classes and quantities: values by scikit-learn; intervals by formulas written here a second time (the variance of an AUROC
from every pair, without ranks). /usr/bin/python3 many.py, in this directory. Writes many.csv; versions as in
thresholds-python.versions.txt, and many.versions.txt for scipy. Samples by the formulas of ManySample.java.
"""
import numpy as np
import scipy
from scipy.stats import norm, t
from sklearn.metrics import log_loss, mean_absolute_error, mean_squared_error, r2_score, roc_auc_score
from statsmodels.stats.proportion import proportion_confint


def spread(k, a, b, m):
    return ((a * k * k + b * k) % m + .5) / m


def classes():
    """Name, risks, truth. The weights of the classes, over their sum; the truth where a spread-out number falls among the risks."""
    for name, n, levels, weights in [("few", 56, 0, (1, 1, 1)), ("ties", 300, 4, (1, 2, 1)), ("rare", 3000, 0, (20, 10, .3)),
                                     ("four", 10000, 0, (1, 2, 3, 1))]:
        k = np.arange(n, dtype=np.int64)
        raw = []
        for c, w in enumerate(weights):
            u = spread(k, 31 + 2 * c, 17 + 1000 * c, 10007 + 2 * c)
            if levels:
                u = (np.floor(u * levels) + 1) / levels
            raw.append(w * u)
        total = raw[0].copy()
        for r in raw[1:]:
            total = total + r
        risks = np.stack([r / total for r in raw], axis=1)
        where = spread(k, 4211, 12347, 9973)
        truth = np.zeros(n, dtype=int)
        bound = np.zeros(n)
        for c in range(len(weights) - 1):
            bound = bound + risks[:, c]
            truth[where >= bound] = c + 1
        yield name, risks, truth


def influence(score, event):
    """Placement less AUROC, over the root of m (m - 1), for each case; from every pair."""
    s1, s0 = score[event], score[~event]
    above = np.empty(len(s1))
    for start in range(0, len(s1), 500):
        d = s1[start:start + 500, None] - s0[None, :]
        above[start:start + 500] = (d > 0).mean(1) + .5 * (d == 0).mean(1)
    below = np.empty(len(s0))
    for start in range(0, len(s0), 500):
        d = s1[None, :] - s0[start:start + 500, None]
        below[start:start + 500] = (d > 0).mean(1) + .5 * (d == 0).mean(1)
    auc = above.mean()
    out = np.empty(len(score))
    out[event] = (above - auc) / np.sqrt(len(s1) * (len(s1) - 1))
    out[~event] = (below - auc) / np.sqrt(len(s0) * (len(s0) - 1))
    return out


def logit_interval(auc, psi):
    reach = norm.ppf(.975) * np.sqrt(np.sum(psi ** 2)) / (auc * (1 - auc))
    x = np.log(auc / (1 - auc)) + np.array([-reach, reach])
    return 1 / (1 + np.exp(-x))


def quantities():
    for name, n, whole in [("few", 30, False), ("ties", 60, True), ("large", 10000, False)]:
        k = np.arange(n, dtype=np.int64)
        p = 2 + 10 * spread(k, 7919, 104729, 10007)
        a = p + 4 * spread(k, 4211, 12347, 9973) - 2.2 + 3 * spread(k, 31, 17, 10009) ** 4
        if whole:
            p, a = np.floor(p), np.floor(a)
        yield name, p, a


def main():
    with open("many.csv", "w") as out:
        print("sample;quantity;value;lower;upper", file=out)

        def put(sample, quantity, *values):
            print(sample, quantity, *[repr(float(v)) for v in values], sep=";", file=out)

        for name, risks, truth in classes():
            n, k = risks.shape
            put(name, "rows", n, np.bincount(truth).min(), k)
            macro = roc_auc_score(truth, risks, multi_class="ovr", average="macro")
            psi = np.mean([influence(risks[:, c], truth == c) for c in range(k)], axis=0)
            put(name, "macro", macro, *logit_interval(macro, psi))
            hot = np.eye(k)[truth]
            micro = roc_auc_score(hot, risks, average="micro")
            psi = influence(risks.ravel(), hot.ravel() == 1).reshape(n, k).sum(1)
            put(name, "micro", micro, *logit_interval(micro, psi))
            c = t.ppf(.975, n - 1)
            loss = -np.log(risks[np.arange(n), truth])
            put(name, "logLoss", log_loss(truth, risks), *(loss.mean() + c * loss.std(ddof=1) / np.sqrt(n) * np.array([-1, 1])))
            gap = ((risks - hot) ** 2).sum(1)
            put(name, "brier", gap.mean(), *(gap.mean() + c * gap.std(ddof=1) / np.sqrt(n) * np.array([-1, 1])))
        for name, p, a in quantities():
            n = len(p)
            c = t.ppf(.975, n - 1) * np.array([-1, 1])
            e = np.abs(p - a)
            put(name, "mae", mean_absolute_error(a, p), *(e.mean() * np.exp(c * e.std(ddof=1) / np.sqrt(n) / e.mean())))
            q = (p - a) ** 2
            put(name, "rmse", mean_squared_error(a, p, squared=False),
                *np.sqrt(q.mean() * np.exp(c * q.std(ddof=1) / np.sqrt(n) / q.mean())))
            v = (a - a.mean()) ** 2
            psi = q / q.mean() - v / v.mean()
            r = q.mean() / v.mean()
            put(name, "r2", r2_score(a, p), *(1 - r * np.exp(-c * psi.std(ddof=1) / np.sqrt(n))))
            inside = int(np.sum((a >= p - 1.5) & (a <= p + 1.5)))
            put(name, "coverage", inside / n, *proportion_confint(inside, n, .05, "wilson"))
    with open("many.versions.txt", "w") as out:
        print(f"scipy {scipy.__version__}", file=out)


if __name__ == "__main__":
    main()
