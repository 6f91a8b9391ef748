package org.clinicalmlops.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.clinicalmlops.metrics.fixtures.Figures;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.overall.Brier;
import org.clinicalmlops.metrics.overall.BrierDecomposition;
import org.clinicalmlops.metrics.overall.Likelihood;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Oracles: src/test/oracle/calibration.R with rms, PoissonBinomial and base R, and bins.py with scikit-learn; closed forms to 1e-9.
 */
class CalibrationAgreesWithOraclesTest {
    private static final double CLOSED_FORM = 1e-9;
    private static final Figures R = new Figures("calibration.csv");
    private static final Figures PYTHON = new Figures("bins.csv");

    @ParameterizedTest
    @EnumSource
    void observedOverExpectedWithThePoissonInterval(Sample sample) {
        Oracle.agrees(
                Calibration.observedOverExpected(sample.risks(), sample.happened(), RatioInterval.POISSON, 0.95),
                Oracle.metric(sample, "oe"),
                R.of(sample, "poisson.lower"),
                R.of(sample, "poisson.upper"),
                CLOSED_FORM);
    }

    /** large10000 has a variance above 1000, so that its figures are those of the refined normal approximation. */
    @ParameterizedTest
    @EnumSource
    void observedOverExpectedWithThePoissonBinomialInterval(Sample sample) {
        boolean exact = sample != Sample.LARGE10000;
        assertThat(PoissonBinomial.of(sample.risks()).isExact()).isEqualTo(exact);
        Oracle.agrees(
                Calibration.observedOverExpected(
                        sample.risks(), sample.happened(), RatioInterval.POISSON_BINOMIAL, 0.95),
                Oracle.metric(sample, "oe"),
                R.of(sample, "poissonbinomial.lower"),
                R.of(sample, "poissonbinomial.upper"),
                exact ? CLOSED_FORM : 1e-5);
    }

    @ParameterizedTest
    @EnumSource
    void poissonBinomial(Sample sample) {
        int events = Cases.events(sample.happened());
        PoissonBinomial distribution = PoissonBinomial.of(sample.risks());
        if (distribution.isExact()) {
            Oracle.agrees(distribution.atMost(events), R.of(sample, "poissonbinomial.atmost"), CLOSED_FORM);
            Oracle.agrees(distribution.probability(events), R.of(sample, "poissonbinomial.probability"), CLOSED_FORM);
        } else {
            assertThat(distribution.atMost(events)).isCloseTo(R.of(sample, "poissonbinomial.atmost"), within(3e-5));
            assertThat(distribution.probability(events))
                    .isCloseTo(R.of(sample, "poissonbinomial.probability"), within(3e-5));
        }
    }

    @ParameterizedTest
    @EnumSource
    void hosmerLemeshow(Sample sample) {
        GoodnessOfFit.Tested other = GoodnessOfFitTest.tested(
                GoodnessOfFit.hosmerLemeshow(sample.risks(), sample.happened(), 10, GoodnessOfFit.Origin.OTHER_CASES));
        GoodnessOfFit.Tested these = GoodnessOfFitTest.tested(
                GoodnessOfFit.hosmerLemeshow(sample.risks(), sample.happened(), 10, GoodnessOfFit.Origin.THESE_CASES));
        assertThat(other.degreesOfFreedom()).isEqualTo((int) R.of(sample, "hosmer.groups"));
        assertThat(these.degreesOfFreedom()).isEqualTo(other.degreesOfFreedom() - 2);
        Oracle.agrees(other.statistic(), R.of(sample, "hosmer"), CLOSED_FORM);
        agreesAsP(other.pValue(), R.of(sample, "hosmer.p.other"));
        agreesAsP(these.pValue(), R.of(sample, "hosmer.p.these"));
    }

    @ParameterizedTest
    @EnumSource
    void spiegelhalter(Sample sample) {
        GoodnessOfFit.Tested tested =
                GoodnessOfFitTest.tested(GoodnessOfFit.spiegelhalter(sample.risks(), sample.happened()));
        Oracle.agrees(tested.statistic(), R.of(sample, "spiegelhalter.z"), CLOSED_FORM);
        agreesAsP(tested.pValue(), R.of(sample, "spiegelhalter.p"));
    }

    private static void agreesAsP(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, within(Math.max(1e-12, 1e-6 * expected)));
    }

    @ParameterizedTest
    @EnumSource
    void scaledBrierAndExplainedVariation(Sample sample) {
        double[] risks = sample.risks();
        boolean[] happened = sample.happened();
        R.agree(Brier.scaled(risks, happened, 0.95), sample, "scaledbrier", CLOSED_FORM);
        R.agree(Likelihood.coxSnell(risks, happened, 0.95), sample, "coxsnell", CLOSED_FORM);
        R.agree(Likelihood.nagelkerke(risks, happened, 0.95), sample, "nagelkerke", CLOSED_FORM);
    }

    /** val.prob fits nothing for it: one step of a fit from intercept 0 and slope 1. It does not clip, nor do these samples need it. */
    @ParameterizedTest
    @EnumSource(names = "RARE5000", mode = EnumSource.Mode.EXCLUDE)
    void nagelkerkeIsThatOfValProb(Sample sample) {
        Oracle.agrees(
                Oracle.known(Likelihood.nagelkerke(sample.risks(), sample.happened(), 0.95))
                        .value(),
                R.of(sample, "valprob.r2"),
                1e-6);
    }

    @ParameterizedTest
    @EnumSource
    void logLossAndMiscalibration(Sample sample) {
        PYTHON.agree(Likelihood.logLoss(sample.risks(), sample.happened(), 0.95), sample, "logloss", CLOSED_FORM);
        PYTHON.agree(
                BrierDecomposition.miscalibration(sample.risks(), sample.happened(), 0.95),
                sample,
                "miscalibration",
                CLOSED_FORM);
    }

    @ParameterizedTest
    @CsvSource({"EQUAL_WIDTH, uniform", "EQUAL_MASS, quantile"})
    void binnedCalibrationErrorAndBrierDecomposition(Bins how, String key) {
        for (Sample sample : Sample.values()) {
            double[] risks = sample.risks();
            boolean[] happened = sample.happened();
            for (int bins : new int[] {5, 10}) {
                String prefix = key + bins + ".";
                PYTHON.agree(
                        CalibrationError.ece(risks, happened, how, bins, 0.95), sample, prefix + "ece", CLOSED_FORM);
                Oracle.agrees(
                        CalibrationError.expectedIfCalibrated(risks, how, bins),
                        PYTHON.of(sample, prefix + "chance"),
                        CLOSED_FORM);
                BrierDecomposition parts = BrierDecomposition.byBins(risks, happened, how, bins);
                assertThat(parts.bins()).isEqualTo((int) PYTHON.of(sample, prefix + "bins"));
                Oracle.agrees(parts.brier(), Oracle.metric(sample, "brier"), CLOSED_FORM);
                Oracle.agrees(parts.reliability(), PYTHON.of(sample, prefix + "reliability"), CLOSED_FORM);
                Oracle.agrees(parts.resolution(), PYTHON.of(sample, prefix + "resolution"), CLOSED_FORM);
                Oracle.agrees(parts.uncertainty(), PYTHON.of(sample, prefix + "uncertainty"), CLOSED_FORM);
                Oracle.agrees(parts.withinBins(), PYTHON.of(sample, prefix + "within"), CLOSED_FORM);
            }
        }
    }
}
