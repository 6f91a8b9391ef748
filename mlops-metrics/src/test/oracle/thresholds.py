"""What alerts at a threshold are worth: values by scikit-learn, intervals of shares by statsmodels.

/usr/bin/python3 thresholds.py, in this directory. Writes thresholds-python.csv and thresholds-python.versions.txt.
Samples by the same whole-number formulas as Sample.java.
"""
import platform

import numpy as np
import sklearn
import statsmodels
from sklearn.metrics import (accuracy_score, balanced_accuracy_score, class_likelihood_ratios, confusion_matrix, f1_score,
                             matthews_corrcoef, precision_score, recall_score)
from statsmodels.stats.proportion import proportion_confint


def spread(k, a, b, m):
    return ((a * k * k + b * k) % m + .5) / m


def samples():
    k = np.arange(200, dtype=np.int64)
    s = ((37 * k) % 200 + .5) / 200
    yield "formula200", s, ((53 * k) % 100 + .5) / 100 < s, [.2, .5]
    k = np.arange(60, dtype=np.int64)
    s = ((7 * k) % 5 + 1) / 8
    yield "ties60", s, spread(k, 13, 5, 61) < s, [.25, .375]
    k = np.arange(20, dtype=np.int64)
    yield "minimum20", ((7 * k) % 20 + .5) / 20, ((7 * k + 3 * (k % 4)) % 20) >= 10, [.475]
    k = np.arange(5000, dtype=np.int64)
    u = spread(k, 7919, 104729, 10007)
    s = u * u * u * u * .02
    yield "rare5000", s, spread(k, 4211, 12347, 9973) < s, [.002, .01]
    k = np.arange(10000, dtype=np.int64)
    u = spread(k, 7919, 104729, 10007)
    yield "large10000", u * u, spread(k, 4211, 12347, 9973) < .8 * (u * u), [.05, .3, .9]


def main():
    with open("thresholds-python.csv", "w") as out:
        print("sample;threshold;rule;quantity;value;lowerWilson;upperWilson;lowerExact;upperExact", file=out)
        for name, s, y, thresholds in samples():
            for threshold in thresholds:
                rules = [("above", s > threshold)]
                if np.any(s == threshold):
                    rules.append(("atOrAbove", s >= threshold))
                for rule, alert in rules:
                    tn, fp, fn, tp = (int(c) for c in confusion_matrix(y, alert).ravel())

                    def put(quantity, value, *bounds):
                        print(name, threshold, rule, quantity, *[repr(float(v)) for v in (value, *bounds)],
                              *[""] * (4 - len(bounds)), sep=";", file=out)

                    def share(quantity, value, hits, n, scale=lambda v: v):
                        if n < 10:
                            return  # too few for an answer
                        wilson = proportion_confint(hits, n, .05, "wilson")
                        exact = proportion_confint(hits, n, .05, "beta")
                        put(quantity, value, *map(scale, wilson), *map(scale, exact))

                    for count, value in [("tp", tp), ("fp", fp), ("fn", fn), ("tn", tn)]:
                        put(count, value)
                    share("sensitivity", recall_score(y, alert), tp, tp + fn)
                    share("specificity", recall_score(~y, ~alert), tn, tn + fp)
                    share("ppv", precision_score(y, alert), tp, tp + fp)
                    share("npv", precision_score(~y, ~alert), tn, tn + fn)
                    share("accuracy", accuracy_score(y, alert), tp + tn, len(y))
                    share("alertsPer100", 100 * np.mean(alert), tp + fp, len(y), lambda v: 100 * v)
                    share("f1", f1_score(y, alert), tp, tp + fp + fn, lambda v: 2 * v / (1 + v))
                    put("balancedAccuracy", balanced_accuracy_score(y, alert))
                    put("mcc", matthews_corrcoef(y, alert))
                    positive, negative = class_likelihood_ratios(y, alert)
                    put("lr+", positive)
                    put("lr-", negative)
    with open("thresholds-python.versions.txt", "w") as out:
        print(f"Python {platform.python_version()}\nnumpy {np.__version__}\nscikit-learn {sklearn.__version__}\n"
              f"statsmodels {statsmodels.__version__}", file=out)


if __name__ == "__main__":
    main()
