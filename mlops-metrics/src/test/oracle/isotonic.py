"""Isotonic regression by scikit-learn at the risks 0, 1/20, ..., 1, and Platt's sigmoid by its own fit.

/usr/bin/python3 isotonic.py, in this directory. Writes isotonic.csv and isotonic.versions.txt.
"""
import platform

import numpy as np
import sklearn
from sklearn.calibration import _sigmoid_calibration
from sklearn.isotonic import IsotonicRegression

from bins import samples


def main():
    with open("isotonic.csv", "w") as out:
        print("sample,quantity,value", file=out)
        for name, p, y in samples():
            fit = IsotonicRegression(out_of_bounds="clip").fit(p, y.astype(float))
            for k in range(21):
                print(name, f"at.{k}", repr(float(fit.predict([k / 20])[0])), sep=",", file=out)
            print(name, "sum", repr(float(np.sum(fit.predict(p) ** 2))), sep=",", file=out)
            a, b = _sigmoid_calibration(p, y.astype(int))
            print(name, "sigmoid.slope", repr(float(-a)), sep=",", file=out)
            print(name, "sigmoid.intercept", repr(float(-b)), sep=",", file=out)
    with open("isotonic.versions.txt", "w") as out:
        print(f"Python {platform.python_version()}\nnumpy {np.__version__}\nscikit-learn {sklearn.__version__}", file=out)


if __name__ == "__main__":
    main()
