package org.clinicalmlops.metrics.discrimination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.internal.Intervals;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Oracle: src/test/oracle/followup.R with survival, riskRegression, and the definition. */
class FollowUpAgreesWithRTest {
    private static final double CLOSED_FORM = 1e-9;

    /** Numerical derivatives of fourth order, of which about ten digits are right. */
    private static final double DERIVATIVE = 1e-7;

    private static final Map<String, Double> FIGURES = Oracle.rows("followup.csv", ",")
            .collect(Collectors.toMap(row -> row[0] + "," + row[1], row -> Double.valueOf(row[2])));

    private static double figure(FollowedSample sample, String quantity) {
        Double value = FIGURES.get(sample.label + "," + quantity);
        return value == null ? fail("no figure " + quantity + " of " + sample.label) : value;
    }

    private static void agrees(Estimate estimate, double value, double error, double precisionOfError) {
        Estimate.Known known = Oracle.known(estimate);
        Oracle.agrees(known.value(), value, CLOSED_FORM);
        double z = Intervals.z(0.95);
        if (value + z * error < 1) { // otherwise cut off
            Oracle.agrees((known.interval().upper() - known.value()) / z, error, precisionOfError);
        }
        Oracle.agrees((known.value() - known.interval().lower()) / z, error, precisionOfError);
    }

    @ParameterizedTest
    @EnumSource
    void theSampleIsTheSame(FollowedSample sample) {
        assertThat(sample.scores()).hasSize((int) figure(sample, "n"));
        boolean[] happened = sample.happened();
        assertThat(IntStream.range(0, happened.length).filter(i -> happened[i]).count())
                .isEqualTo((long) figure(sample, "events"));
        Oracle.agrees(Arrays.stream(sample.times()).sum(), figure(sample, "time.sum"), 1e-12);
    }

    @ParameterizedTest
    @EnumSource
    void harrellsC(FollowedSample sample) {
        agrees(
                Concordance.harrell(sample.scores(), sample.times(), sample.happened(), AurocScale.LINEAR, 0.95),
                figure(sample, "harrell"),
                figure(sample, "harrell.error"),
                CLOSED_FORM);
    }

    @ParameterizedTest
    @EnumSource
    void unosC(FollowedSample sample) {
        agrees(
                Concordance.uno(
                        sample.scores(),
                        sample.times(),
                        sample.happened(),
                        Double.POSITIVE_INFINITY,
                        AurocScale.LINEAR,
                        0.95),
                figure(sample, "uno.all"),
                figure(sample, "uno.all.error"),
                CLOSED_FORM);
    }

    /** The sample of twelve has too few events by its horizon. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HAND12")
    void unosCUpToAHorizon(FollowedSample sample) {
        agrees(
                Concordance.uno(
                        sample.scores(),
                        sample.times(),
                        sample.happened(),
                        figure(sample, "horizon"),
                        AurocScale.LINEAR,
                        0.95),
                figure(sample, "uno.horizon"),
                figure(sample, "uno.horizon.error"),
                CLOSED_FORM);
    }

    private static Estimate aurocAtHorizon(FollowedSample sample) {
        return TimeDependentAuroc.at(
                figure(sample, "horizon"), sample.scores(), sample.times(), sample.happened(), AurocScale.LINEAR, 0.95);
    }

    @ParameterizedTest
    @EnumSource(names = {"TIES120", "FOLLOWED200", "CENSORED300"})
    void aurocAtAHorizonWithItsErrorByDefinition(FollowedSample sample) {
        agrees(aurocAtHorizon(sample), figure(sample, "auroc.at"), figure(sample, "auroc.at.error"), DERIVATIVE);
    }

    @ParameterizedTest
    @EnumSource(names = {"RARE5000", "LARGE10000"})
    void aurocAtAHorizonByDefinition(FollowedSample sample) {
        Oracle.agrees(Oracle.known(aurocAtHorizon(sample)).value(), figure(sample, "auroc.at"), CLOSED_FORM);
    }

    /** Its standard error is another estimate of the same: it agrees the better the more cases there are. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HAND12")
    void aurocAtAHorizonByRiskRegression(FollowedSample sample) {
        agrees(
                aurocAtHorizon(sample),
                figure(sample, "riskRegression.auc"),
                figure(sample, "riskRegression.error"),
                0.6 / Math.sqrt(sample.scores().length) + 1e-4);
    }
}
