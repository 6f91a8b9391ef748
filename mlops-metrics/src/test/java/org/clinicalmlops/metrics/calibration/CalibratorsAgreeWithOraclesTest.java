package org.clinicalmlops.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.clinicalmlops.metrics.fixtures.Figures;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Oracles: src/test/oracle/calibrators.R with loess, Hmisc::rcspline.eval and glm, isotonic.py with scikit-learn. Fits to 1e-6; loess at
 * every risk to 1e-8, interpolated between grid points to 1e-4.
 */
class CalibratorsAgreeWithOraclesTest {
    private static final double FIT = 1e-6;
    private static final Figures R = new Figures("calibrators.csv");
    private static final Figures PYTHON = new Figures("isotonic.csv");

    static <C extends Calibrator> C fitted(Calibrator.Fit<C> fit) {
        return fit.<C>fold(Calibrator.Fit.Fitted::calibrator, undetermined -> {
            throw new AssertionError(undetermined.reason());
        });
    }

    private static FlexibleCalibration.Drawn drawn(Sample sample, Smoother smoother) {
        double[] risks = sample.risks();
        double low = 1;
        double high = 0;
        for (double risk : risks) {
            low = Math.min(low, risk);
            high = Math.max(high, risk);
        }
        double first = low;
        double range = high - low;
        double[] at = Sample.doubles(21, k -> first + range * k / 20);
        return FlexibleCalibrationTest.drawn(FlexibleCalibration.of(risks, sample.happened(), smoother, at, 0.95));
    }

    @ParameterizedTest
    @EnumSource
    void plattScaling(Sample sample) {
        PlattScaling onLogOdds =
                fitted(PlattScaling.fit(sample.risks(), sample.happened(), PlattScaling.Targets.SMOOTHED));
        Oracle.agrees(onLogOdds.intercept(), R.of(sample, "platt.intercept"), FIT);
        Oracle.agrees(onLogOdds.slope(), R.of(sample, "platt.slope"), FIT);
        PlattScaling onScores =
                fitted(PlattScaling.fitScores(sample.risks(), sample.happened(), PlattScaling.Targets.SMOOTHED));
        Oracle.agrees(onScores.intercept(), R.of(sample, "plattofscore.intercept"), FIT);
        Oracle.agrees(onScores.slope(), R.of(sample, "plattofscore.slope"), FIT);
        // scikit-learn's optimiser stops early
        Oracle.agrees(onScores.slope(), PYTHON.of(sample, "sigmoid.slope"), 1e-5);
        Oracle.agrees(onScores.intercept(), PYTHON.of(sample, "sigmoid.intercept"), 1e-5);
    }

    @ParameterizedTest
    @EnumSource
    void plattScalingWithPlainTargetsIsLogisticRecalibration(Sample sample) {
        PlattScaling plain = fitted(PlattScaling.fit(sample.risks(), sample.happened(), PlattScaling.Targets.PLAIN));
        Oracle.agrees(plain.intercept(), Oracle.metric(sample, "recalibration.intercept"), FIT);
        Oracle.agrees(plain.slope(), Oracle.metric(sample, "recalibration.slope"), FIT);
    }

    @ParameterizedTest
    @EnumSource
    void recalibrationInTheLarge(Sample sample) {
        RecalibrationInTheLarge.Fitted fitted = RecalibrationInTheLarge.fit(sample.risks(), sample.happened())
                .fold(f -> f, undetermined -> {
                    throw new AssertionError(undetermined.reason());
                });
        Oracle.agrees(fitted.shift(), Oracle.metric(sample, "citl"), FIT);
        Oracle.agrees(fitted.error(), Oracle.metric(sample, "citl.error"), FIT);
    }

    @ParameterizedTest
    @EnumSource
    void betaCalibration(Sample sample) {
        BetaCalibration beta = fitted(BetaCalibration.fit(sample.risks(), sample.happened()));
        Oracle.agrees(beta.a(), R.of(sample, "beta.a"), FIT);
        Oracle.agrees(beta.b(), R.of(sample, "beta.b"), FIT);
        Oracle.agrees(beta.c(), R.of(sample, "beta.c"), FIT);
    }

    @ParameterizedTest
    @EnumSource
    void isotonicCalibration(Sample sample) {
        IsotonicCalibration isotonic = fitted(IsotonicCalibration.fit(sample.risks(), sample.happened()));
        for (int k = 0; k <= 20; k++) {
            Oracle.agrees(isotonic.apply(k / 20.0), PYTHON.of(sample, "at." + k), 1e-9);
        }
        double sum = 0;
        for (double risk : sample.risks()) {
            sum += isotonic.apply(risk) * isotonic.apply(risk);
        }
        Oracle.agrees(sum, PYTHON.of(sample, "sum"), 1e-9);
    }

    @ParameterizedTest
    @EnumSource
    void loess(Sample sample) {
        boolean onGrid = sample == Sample.LARGE10000;
        double precision = onGrid ? 1e-4 : 1e-8;
        FlexibleCalibration.Drawn drawn = drawn(sample, Smoother.LOESS);
        for (int k = 0; k <= 20; k++) {
            double expected = Math.min(1, Math.max(0, R.of(sample, "loess." + k)));
            assertThat(drawn.curve().get(k).observed()).as("at %d", k).isCloseTo(expected, within(precision));
        }
        assertThat(drawn.ici().value()).isCloseTo(R.of(sample, "loess.ici"), within(precision));
        assertThat(drawn.e50()).isCloseTo(R.of(sample, "loess.e50"), within(precision));
        assertThat(drawn.e90()).isCloseTo(R.of(sample, "loess.e90"), within(precision));
        assertThat(drawn.emax()).isCloseTo(R.of(sample, "loess.emax"), within(precision));
    }

    /** Weights of the local fits by R's fits to one case at a time. */
    @ParameterizedTest
    @EnumSource(names = {"FORMULA200", "TIES60", "MINIMUM20"})
    void bandOfLoess(Sample sample) {
        FlexibleCalibration.Drawn drawn = drawn(sample, Smoother.LOESS);
        for (int k : new int[] {0, 5, 10}) {
            FlexibleCalibration.Point point = drawn.curve().get(k);
            assertThat(point.lower()).isCloseTo(R.of(sample, "loess.lower." + k), within(1e-8));
            assertThat(point.upper()).isCloseTo(R.of(sample, "loess.upper." + k), within(1e-8));
        }
    }

    @ParameterizedTest
    @EnumSource
    void spline(Sample sample) {
        FlexibleCalibration.Drawn drawn = drawn(sample, Smoother.SPLINE);
        for (int k = 0; k <= 20; k++) {
            FlexibleCalibration.Point point = drawn.curve().get(k);
            Oracle.agrees(point.observed(), R.of(sample, "spline." + k), FIT);
            Oracle.agrees(point.lower(), R.of(sample, "spline.lower." + k), FIT);
            Oracle.agrees(point.upper(), R.of(sample, "spline.upper." + k), FIT);
        }
        Oracle.agrees(drawn.ici().value(), R.of(sample, "spline.ici"), FIT);
        Oracle.agrees(drawn.ici().interval().upper() - drawn.ici().value(), R.of(sample, "spline.ici.reach"), FIT);
        Oracle.agrees(drawn.e50(), R.of(sample, "spline.e50"), FIT);
        Oracle.agrees(drawn.e90(), R.of(sample, "spline.e90"), FIT);
        Oracle.agrees(drawn.emax(), R.of(sample, "spline.emax"), FIT);
    }
}
