package org.clinicalmlops.metrics.discrimination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.calibration.Calibration;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.clinicalmlops.metrics.hypothesis.HypothesisTest;
import org.clinicalmlops.metrics.overall.Brier;
import org.clinicalmlops.metrics.resampling.RiskCounts;
import org.clinicalmlops.metrics.resampling.RiskStatistic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Oracles: src/test/oracle/discrimination.R with pROC, and curves.py with scikit-learn; to 1e-9. */
class DiscriminationAgreesWithOraclesTest {
    private static final double CLOSED_FORM = 1e-9;
    private static final Map<String, String> FIGURES = new HashMap<>();

    static {
        Oracle.rows("discrimination.csv", ",").forEach(row -> FIGURES.put(row[0] + "," + row[1], row[2]));
    }

    private static String figure(Sample sample, String quantity) {
        String figure = FIGURES.get(sample.label + "," + quantity);
        assertThat(figure).as("%s of %s", quantity, sample.label).isNotNull();
        return figure;
    }

    private static double number(Sample sample, String quantity) {
        return Double.parseDouble(figure(sample, quantity));
    }

    private static double value(RiskStatistic statistic, Sample sample) {
        RiskCounts cases = RiskCounts.of(sample.risks(), sample.happened());
        return statistic
                .over(cases)
                .of(cases.copyOfEvents(), cases.copyOfOthers())
                .orElseThrow();
    }

    /** Oracle: src/test/oracle/metrics.R with pROC. */
    @ParameterizedTest
    @EnumSource
    void variances(Sample sample) {
        RankedAuroc ranked = RankedAuroc.of(sample.risks(), sample.happened());
        Oracle.agrees(ranked.variance(), Oracle.metric(sample, "auroc.variance"), CLOSED_FORM);
        DeLong second = DeLong.of(sample.risksOfSecondModel(), sample.happened());
        DeLong first = DeLong.of(sample.risks(), sample.happened());
        double standardError = Math.sqrt(second.varianceOfDifference(first));
        Oracle.agrees(
                (second.auroc() - first.auroc()) / standardError,
                Oracle.metric(sample, "auroc.difference.z"),
                CLOSED_FORM);
    }

    @ParameterizedTest
    @EnumSource
    void pairedTest(Sample sample) {
        HypothesisTest.Tested tested = Discrimination.aurocTest(
                        sample.risksOfSecondModel(), sample.risks(), sample.happened())
                .fold(t -> t, not -> {
                    throw new AssertionError(not.reason());
                });
        assertThat(tested.formula()).isEqualTo("paired-delong");
        assertThat(tested.n()).isEqualTo(sample.risks().length);
        Oracle.agrees(tested.statistic(), Oracle.metric(sample, "auroc.difference.z"), CLOSED_FORM);
        double p = number(sample, "delong.p");
        assertThat(tested.pValue()).isCloseTo(p, within(Math.max(1e-12, 1e-6 * p)));
    }

    @ParameterizedTest
    @EnumSource
    void averagePrecisionWithItsInterval(Sample sample) {
        Oracle.agrees(
                PrecisionRecall.average(sample.risks(), sample.happened(), 0.95),
                number(sample, "ap"),
                number(sample, "ap.lower"),
                number(sample, "ap.upper"),
                CLOSED_FORM);
    }

    @ParameterizedTest
    @EnumSource
    void partialAurocAndItsStandardization(Sample sample) {
        double[][] bounds = {{0.9, 1}, {0.55, 0.83}, {0, 0.4}};
        for (RocRange.Axis axis : RocRange.Axis.values()) {
            for (double[] bound : bounds) {
                RocRange range = new RocRange(axis, bound[0], bound[1]);
                String id = axis.name().toLowerCase(Locale.ROOT) + "." + plain(bound[0]) + "." + plain(bound[1]);
                Oracle.agrees(value(PartialAuroc.areaStatistic(range), sample), number(sample, id), CLOSED_FORM);
                double standardized = value(PartialAuroc.standardizedStatistic(range), sample);
                if (figure(sample, id + ".standardized").equals("NA")) { // where pROC refuses, below the diagonal
                    assertThat(standardized).isLessThan(0.5);
                } else {
                    Oracle.agrees(standardized, number(sample, id + ".standardized"), CLOSED_FORM);
                }
            }
        }
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? String.valueOf((int) bound) : String.valueOf(bound);
    }

    @Test
    void curvesHaveThePointsOfScikitLearn() {
        Oracle.rows("curves.csv", ",").forEach(row -> {
            Sample sample = Arrays.stream(Sample.values())
                    .filter(s -> s.label.equals(row[0]))
                    .findFirst()
                    .orElseThrow();
            double[] figures =
                    Arrays.stream(row).skip(1).mapToDouble(Double::parseDouble).toArray();
            List<RocCurve.Point> roc =
                    RocCurve.of(sample.risks(), sample.happened()).orElseThrow().points();
            PrecisionRecallCurve curve =
                    PrecisionRecallCurve.of(sample.risks(), sample.happened()).orElseThrow();
            List<PrecisionRecallCurve.Point> points = curve.points();
            double[] ours = {
                curve.area(),
                roc.size(),
                roc.stream().mapToDouble(RocCurve.Point::sensitivity).sum(),
                roc.stream().mapToDouble(RocCurve.Point::specificity).sum(),
                roc.stream()
                        .skip(1)
                        .mapToDouble(p -> p.threshold() * p.sensitivity())
                        .sum(),
                points.size(),
                points.stream()
                        .mapToDouble(PrecisionRecallCurve.Point::precision)
                        .sum(),
                points.stream().mapToDouble(PrecisionRecallCurve.Point::recall).sum(),
                points.stream().mapToDouble(p -> p.threshold() * p.precision()).sum()
            };
            for (int i = 0; i < ours.length; i++) {
                Oracle.agrees(ours[i], figures[i], CLOSED_FORM);
            }
            Oracle.agrees(
                    Oracle.known(PrecisionRecall.average(sample.risks(), sample.happened(), 0.95))
                            .value(),
                    figures[0],
                    CLOSED_FORM);
        });
    }

    @ParameterizedTest
    @EnumSource
    void areaOfTheRocCurve(Sample sample) {
        RocCurve curve = RocCurve.of(sample.risks(), sample.happened()).orElseThrow();
        Oracle.agrees(curve.area(), Oracle.metric(sample, "auroc"), CLOSED_FORM);
        Oracle.agrees(value(PartialAuroc.areaStatistic(RocRange.specificity(0, 1)), sample), curve.area(), 1e-12);
        Oracle.agrees(value(PartialAuroc.areaStatistic(RocRange.sensitivity(0, 1)), sample), curve.area(), 1e-12);
    }

    @ParameterizedTest
    @EnumSource
    void statisticsForResamplingHaveTheValuesOfTheirFunctions(Sample sample) {
        double[] risks = sample.risks();
        boolean[] happened = sample.happened();
        assertThat(value(Discrimination.aurocStatistic(), sample))
                .isEqualTo(known(Discrimination.auroc(risks, happened, AurocScale.LOGIT, 0.95)));
        Oracle.agrees(value(Brier.scoreStatistic(), sample), known(Brier.score(risks, happened, 0.95)), 1e-12);
        Oracle.agrees(
                value(Calibration.slopeStatistic(), sample),
                known(Calibration.slope(risks, happened, 0.95)),
                CLOSED_FORM);
    }

    private static double known(Estimate estimate) {
        return Oracle.known(estimate).value();
    }
}
