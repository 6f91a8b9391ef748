"""Upper quantiles of the non-central chi-square distribution. Writes tolerant_chi_square.csv beside itself."""
import pathlib
import sys

import numpy
import scipy
from scipy.stats import chi2, ncx2

here = pathlib.Path(__file__).parent
with open(here / "tolerant_chi_square.csv", "w") as out:
    out.write("degreesOfFreedom,difference,alpha,critical\n")
    for k in (2, 5, 9, 19):
        for difference in (0, 5, 10, 100, 1000):
            for alpha in (0.05, 0.001, 0.0001, 0.00001):
                critical = ncx2.isf(alpha, k, difference) if difference > 0 else chi2.isf(alpha, k)
                out.write(f"{k},{difference},{alpha:.5f},{float(critical)!r}\n")
(here / "tolerant_chi_square.versions.txt").write_text(
    f"Python {sys.version.split()[0]}\nnumpy {numpy.__version__}\nscipy {scipy.__version__}\n")
