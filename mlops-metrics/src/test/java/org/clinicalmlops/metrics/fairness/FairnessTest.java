package org.clinicalmlops.metrics.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.clinicalmlops.metrics.threshold.ProportionInterval.WILSON;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.evaluate.Metric;
import org.clinicalmlops.metrics.Metrics;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.clinicalmlops.metrics.overall.Brier;
import org.clinicalmlops.metrics.threshold.ConfusionMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FairnessTest {
    static Stream<List<String>> pairs() {
        return Oracle.rows("twogroups.csv", ";").map(List::of);
    }

    private static Estimate share(long hits, long n) {
        return new Estimate.Known((double) hits / n, WILSON.of(hits, n, 0.95), n);
    }

    /** Oracle: src/test/oracle/thresholds.R; its first row is the example (a) of Newcombe 1998: .0524 to .3339. */
    @ParameterizedTest
    @MethodSource("pairs")
    void differenceAndRatioAgreeWithR(List<String> row) {
        double[] r = row.stream()
                .mapToDouble(text -> text.isEmpty() ? Double.NaN : Double.parseDouble(text))
                .toArray();
        Estimate one = share((long) r[0], (long) r[1]);
        Estimate other = share((long) r[2], (long) r[3]);
        Oracle.agrees(Fairness.difference(one, other), r[4], r[5], r[6], 1e-9);
        if (row.get(7).isEmpty()) {
            assertThat(Fairness.ratio(one, other))
                    .isEqualTo(new Estimate.Undefined("the other group's value is 0.0: no ratio"));
        } else {
            Oracle.agrees(Fairness.ratio(one, other), r[7], r[8], r[9], 1e-9);
        }
    }

    @Test
    void exchangingTheGroupsTurnsTheSignAndTheRatio() {
        Estimate.Known there = Oracle.known(Fairness.difference(share(30, 50), share(20, 70)));
        Estimate.Known back = Oracle.known(Fairness.difference(share(20, 70), share(30, 50)));
        Oracle.agrees(
                back,
                -there.value(),
                -there.interval().upper(),
                -there.interval().lower(),
                1e-14);
        Estimate.Known over = Oracle.known(Fairness.ratio(share(30, 50), share(20, 70)));
        Estimate.Known under = Oracle.known(Fairness.ratio(share(20, 70), share(30, 50)));
        Oracle.agrees(
                under,
                1 / over.value(),
                1 / over.interval().upper(),
                1 / over.interval().lower(),
                1e-12);
        assertThat(over.n()).isEqualTo(120);
    }

    @Test
    void boundsWithoutEndStayWithoutEnd() {
        Estimate open = new Estimate.Known(2, new Interval(1, Double.POSITIVE_INFINITY, 0.95), 20);
        assertThat(Oracle.known(Fairness.ratio(open, share(5, 20))).interval().upper())
                .isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Oracle.known(Fairness.ratio(share(5, 20), open)).interval().lower())
                .isZero();
        assertThat(Oracle.known(Fairness.difference(share(5, 20), open))
                        .interval()
                        .lower())
                .isEqualTo(Double.NEGATIVE_INFINITY);
        Estimate mayBeNone = new Estimate.Known(0.1, new Interval(0, 0.3, 0.95), 20);
        assertThat(Oracle.known(Fairness.ratio(share(5, 20), mayBeNone))
                        .interval()
                        .upper())
                .isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void whatIsNotKnownOfOneGroupIsNotKnownOfBoth() {
        Estimate few = new Estimate.TooFew(3, 10);
        Estimate undefined = new Estimate.Undefined("because");
        assertThat(Fairness.difference(few, share(5, 20))).isEqualTo(few);
        assertThat(Fairness.difference(share(5, 20), undefined)).isEqualTo(undefined);
        assertThat(Fairness.ratio(undefined, few)).isEqualTo(undefined);
        Estimate below = new Estimate.Known(0.1, new Interval(-0.2, 0.4, 0.95), 20);
        assertThat(Fairness.ratio(below, share(5, 20))).isInstanceOf(Estimate.Undefined.class);
        Estimate otherLevel = new Estimate.Known(0.25, WILSON.of(5, 20, 0.9), 20);
        assertThatThrownBy(() -> Fairness.difference(share(5, 20), otherLevel))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.95 and 0.9");
    }

    /** By hand: sensitivities .8, .5 and .6, false positive rates .2, .2 and .6, predictive values .667, .556 and .333. */
    @Test
    void gapsAreTheLargestDifferenceOfAnyTwoGroups() {
        List<ConfusionMatrix> groups = List.of(
                new ConfusionMatrix(16, 8, 4, 32),
                new ConfusionMatrix(10, 8, 10, 32),
                new ConfusionMatrix(12, 24, 8, 16));
        Oracle.agrees(value(Fairness.equalOpportunity(groups, WILSON, 0.95)), 0.3, 1e-12);
        Oracle.agrees(value(Fairness.equalizedOdds(groups, WILSON, 0.95)), 0.4, 1e-12);
        Oracle.agrees(value(Fairness.predictiveParity(groups, WILSON, 0.95)), 1.0 / 3, 1e-12);
        assertThat(Oracle.known(Fairness.equalizedOdds(groups, WILSON, 0.95)).n())
                .isEqualTo(180);
    }

    private static double value(Estimate estimate) {
        return Oracle.known(estimate).value();
    }

    /** For two groups equal opportunity is the absolute difference at the level asked for. */
    @Test
    void theGapOfTwoGroupsHasTheIntervalOfTheirDifference() {
        ConfusionMatrix one = new ConfusionMatrix(56, 5, 14, 95);
        ConfusionMatrix other = new ConfusionMatrix(48, 9, 32, 91);
        Oracle.agrees(
                Fairness.equalOpportunity(List.of(other, one), WILSON, 0.95),
                0.2,
                0.052431472402364926,
                0.33387265403690586,
                1e-9);
    }

    @Test
    void equalGroupsHaveALowerBoundOfZeroAndAnUpperOneAboveIt() {
        ConfusionMatrix group = new ConfusionMatrix(30, 10, 10, 50);
        Estimate.Known gap = Oracle.known(Fairness.equalizedOdds(List.of(group, group, group), WILSON, 0.95));
        assertThat(gap.value()).isZero();
        assertThat(gap.interval().lower()).isZero();
        assertThat(gap.interval().upper()).isGreaterThan(0.15);
    }

    @Test
    void aGroupThatIsTooSmallIsTheAnswerOfTheGap() {
        ConfusionMatrix group = new ConfusionMatrix(30, 10, 10, 50);
        assertThat(Fairness.equalOpportunity(List.of(group, new ConfusionMatrix(4, 1, 4, 80)), WILSON, 0.95))
                .isEqualTo(new Estimate.TooFew(8, 10));
        assertThat(Fairness.equalizedOdds(List.of(group, ConfusionMatrix.EMPTY), WILSON, 0.95))
                .isEqualTo(new Estimate.TooFew(0, 10));
        assertThat(Fairness.predictiveParity(List.of(group, new ConfusionMatrix(0, 0, 20, 20)), WILSON, 0.95))
                .isInstanceOf(Estimate.Undefined.class);
        assertThatThrownBy(() -> Fairness.equalizedOdds(List.of(group), WILSON, 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("groups must be at least two, was 1");
    }

    /** Two equal groups of 30 events and 30 others: 4,000 samples; the upper bound of the gap must not be too low. */
    @ParameterizedTest
    @CsvSource({"0.8, 0.8, 0.3, 0.3", "0.8, 0.6, 0.2, 0.3", "0.9, 0.5, 0.1, 0.4"})
    void theIntervalOfEqualizedOddsCovers(double tpr, double tprOfOther, double fpr, double fprOfOther) {
        double truth = Math.max(Math.abs(tpr - tprOfOther), Math.abs(fpr - fprOfOther));
        int covered = 0;
        for (int seed = 0; seed < 4000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Estimate.Known gap = Oracle.known(Fairness.equalizedOdds(
                    List.of(draw(random, tpr, fpr), draw(random, tprOfOther, fprOfOther)), WILSON, 0.95));
            covered += gap.interval().contains(truth) ? 1 : 0;
        }
        assertThat(covered / 4000.0).isBetween(0.94, 1.0);
    }

    private static ConfusionMatrix draw(SplittableRandom random, double tpr, double fpr) {
        int tp = 0;
        int fp = 0;
        for (int i = 0; i < 30; i++) {
            tp += random.nextDouble() < tpr ? 1 : 0;
            fp += random.nextDouble() < fpr ? 1 : 0;
        }
        return new ConfusionMatrix(tp, fp, 30 - tp, 30 - fp);
    }

    @Test
    void everyGroupIsHeldAgainstTheRest() {
        double[] risks = Sample.FORMULA200.risks();
        boolean[] happened = Sample.FORMULA200.happened();
        String[] sex = strings(200, k -> k % 4 == 0 ? "F" : "M");
        Judged<Risk> cases = Judged.risks(risks, happened);
        Subgroups groups = Subgroups.of(Map.of("sex", sex), 1, 30);
        FairnessReport report = Fairness.byGroup(Metrics.brier(), cases, groups);
        assertThat(report.metric()).isEqualTo("brier");
        assertThat(report.rows()).extracting(r -> r.id().toString()).containsExactly("sex=F", "sex=M");
        FairnessReport.Row women = report.rows().get(0);
        FairnessReport.Row men = report.rows().get(1);
        assertThat(women.cases()).isEqualTo(50);
        assertThat(women.inside()).isEqualTo(men.outside());
        assertThat(women.inside())
                .isEqualTo(Brier.score(
                        Sample.doubles(50, k -> risks[4 * k]), Sample.flags(50, k -> happened[4 * k]), 0.95));
        assertThat(women.difference()).isEqualTo(Fairness.difference(women.inside(), men.inside()));
        assertThat(women.ratio()).isEqualTo(Fairness.ratio(women.inside(), men.inside()));
        double brierOfWomen = value(women.inside());
        double brierOfMen = value(men.inside());
        assertThat(report.worst().orElseThrow()).isEqualTo(brierOfWomen > brierOfMen ? women : men);
    }

    @Test
    void smallGroupsAreNamedAndNotJudged() {
        String[] site = strings(200, k -> k < 5 ? "small" : k < 100 ? "a" : "b");
        FairnessReport report = Fairness.byGroup(
                Metrics.observedOverExpected(),
                Judged.risks(Sample.FORMULA200.risks(), Sample.FORMULA200.happened()),
                Subgroups.of(Map.of("site", site), 1, 30));
        FairnessReport.Row small = report.rows().get(2);
        assertThat(small.id()).isEqualTo(SubgroupId.of("site", "small"));
        assertThat(small.cases()).isEqualTo(5);
        assertThat(small.inside()).isEqualTo(new Estimate.TooFew(5, 30));
        assertThat(small.outside()).isInstanceOf(Estimate.Known.class);
        assertThat(small.difference()).isEqualTo(new Estimate.TooFew(5, 30));
        assertThat(report.worst().orElseThrow()).isNotEqualTo(small);
    }

    @Test
    void oneGroupAloneHasNoRest() {
        FairnessReport report = Fairness.byGroup(
                Metrics.auroc(),
                Judged.risks(Sample.FORMULA200.risks(), Sample.FORMULA200.happened()),
                Subgroups.of(Map.of("site", strings(200, k -> "a")), 1, 30));
        assertThat(report.rows().get(0).inside()).isInstanceOf(Estimate.Known.class);
        assertThat(report.rows().get(0).difference()).isEqualTo(new Estimate.TooFew(0, 30));
    }

    @ParameterizedTest
    @CsvSource({"HIGHER, low", "LOWER, high", "NEAREST_ONE, high", "NEAREST_ZERO, high"})
    void theWorstGroupIsTheOneFarthestFromTheBest(Metric.Better better, String worst) {
        FairnessReport report =
                new FairnessReport("m", better, List.of(row("low", 0.8), row("middle", 0.9), row("high", 1.4)));
        assertThat(report.worst().orElseThrow().id()).isEqualTo(SubgroupId.of("g", worst));
        assertThat(new FairnessReport("m", better, List.of()).worst()).isEmpty();
        assertThatThrownBy(() -> new FairnessReport("m", better, List.of(row("low", 0.8), row("low", 0.9))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("g=low is there twice");
    }

    private static FairnessReport.Row row(String level, double value) {
        Estimate known = new Estimate.Known(value, new Interval(value - 0.1, value + 0.1, 0.95), 20);
        return new FairnessReport.Row(SubgroupId.of("g", level), 20, known, known, known, known);
    }

    @Test
    void casesAndGroupsMustBeOfOneLength() {
        assertThatThrownBy(() -> Fairness.byGroup(
                        Metrics.auroc(),
                        Judged.risks(new double[3], new boolean[3]),
                        Subgroups.of(Map.of("sex", new String[2]), 1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 and 2");
    }

    static String[] strings(int n, IntFunction<String> of) {
        String[] values = new String[n];
        for (int k = 0; k < n; k++) {
            values[k] = of.apply(k);
        }
        return values;
    }
}
