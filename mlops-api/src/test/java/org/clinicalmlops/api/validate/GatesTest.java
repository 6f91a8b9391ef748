package org.clinicalmlops.api.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.clinicalmlops.api.samples.NamedMetric.AUROC;
import static org.clinicalmlops.api.samples.NamedMetric.BRIER;
import static org.clinicalmlops.api.samples.NamedMetric.SLOPE;
import static org.clinicalmlops.api.validate.Ruling.FAIL;
import static org.clinicalmlops.api.validate.Ruling.INSUFFICIENT;
import static org.clinicalmlops.api.validate.Ruling.NOT_APPLICABLE;
import static org.clinicalmlops.api.validate.Ruling.PASS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.evaluate.Evaluation.Cases;
import org.clinicalmlops.api.evaluate.Evaluation.Comparison;
import org.clinicalmlops.api.evaluate.Evaluation.Group;
import org.clinicalmlops.api.samples.SamplePlan;
import org.clinicalmlops.api.usecase.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GatesTest {
    private static final Gate<Risk> LOWER = GatePolicy.lowerBoundOf(AUROC).atLeast(0.75);
    private static final Gate<Risk> INTERVAL = GatePolicy.intervalOf(SLOPE).within(0.8, 1.2);
    private static final Gate<Risk> GAP =
            GatePolicy.<Risk>subgroupGap(AUROC, SamplePlan.BY_WARD).atMost(0.05);
    private static final Gate<Risk> AUROC_MARGIN =
            GatePolicy.noWorseThanChampion(AUROC).byMoreThan(0.01);
    private static final Gate<Risk> BRIER_MARGIN =
            GatePolicy.noWorseThanChampion(BRIER).byMoreThan(0.01);

    @ParameterizedTest(name = "lower bound {0}: {1}")
    @CsvSource({"0.7499999999999999, FAIL", "0.75, PASS", "0.7500000000000001, PASS", "-Infinity, FAIL"})
    void theLowerBoundIsJudgedAndTheThresholdItselfPasses(double lower, Ruling ruling) {
        assertThat(LOWER.judge(of("auroc", known(0.8, lower, 0.9))).ruling()).isEqualTo(ruling);
    }

    @ParameterizedTest(name = "interval {0} to {1}: {2}")
    @CsvSource({
        "0.8,                1.2,                PASS",
        "0.9,                1.1,                PASS",
        "0.7999999999999999, 1.2,                FAIL",
        "0.8,                1.2000000000000002, FAIL",
        "0.5,                2,                  FAIL",
        "0.9,                Infinity,           FAIL"
    })
    void theWholeIntervalMustLieWithinTheBounds(double lower, double upper, Ruling ruling) {
        assertThat(INTERVAL.judge(of("calibration-slope", known(1, lower, upper)))
                        .ruling())
                .isEqualTo(ruling);
    }

    /**
     * By hand, two groups: A 0.80 (0.78 to 0.83), B 0.77 (0.73 to 0.80). A above B may be 0.03 + sqrt(0.03^2 + 0.04^2) = 0.08; B
     * above A may be -0.03 + sqrt(0.03^2 + 0.02^2) = 0.00606.
     */
    @ParameterizedTest(name = "at most {0}: {1}")
    @CsvSource({"0.0799, FAIL", "0.0801, PASS"})
    void theGapIsJudgedAtTheUpperEndOfItsInterval(double atMost, Ruling ruling) {
        Gate<Risk> gate =
                GatePolicy.<Risk>subgroupGap(AUROC, SamplePlan.BY_WARD).atMost(atMost);

        GateDecision decision =
                gate.judge(groups(group("A", known(0.80, 0.78, 0.83)), group("B", known(0.77, 0.73, 0.80))));

        assertThat(decision.ruling()).isEqualTo(ruling);
        assertThat(decision.reason()).isEqualTo("A 0.800, B 0.770: the gap is 0.030 and may be as large as 0.080");
    }

    /** Exact in binary: 0.75 (0.75 to 0.75) and 0.5 (0.5 to 0.5) are 0.25 apart, without doubt. */
    @ParameterizedTest(name = "at most {0}: {1}")
    @CsvSource({"0.25, PASS", "0.24999999999999997, FAIL", "0.25000000000000006, PASS"})
    void aGapThatEqualsTheLimitPasses(double atMost, Ruling ruling) {
        Gate<Risk> gate =
                GatePolicy.<Risk>subgroupGap(AUROC, SamplePlan.BY_WARD).atMost(atMost);

        assertThat(gate.judge(groups(group("A", known(0.5, 0.5, 0.5)), group("B", known(0.75, 0.75, 0.75))))
                        .ruling())
                .isEqualTo(ruling);
    }

    /** By hand: A against B may be 0.02 apart; C against A 0.01 + sqrt(0.2^2 + 0) = 0.21, the other way 0.19. */
    @Test
    void aSmallGroupBetweenTwoLargeOnesIsNotPassedOver() {
        GateDecision decision = GAP.judge(groups(
                group("A", known(0.80, 0.80, 0.80)),
                group("B", known(0.78, 0.78, 0.78)),
                group("C", known(0.79, 0.59, 0.99))));

        assertThat(decision.ruling()).isEqualTo(FAIL);
        assertThat(decision.reason()).contains("C 0.790").contains("may be as large as 0.210");
    }

    /** By hand: B above A may be -0.01 + sqrt(0.15^2 + 0) = 0.14, A above B 0.01 + sqrt(0 + 0.02^2) = 0.03. */
    @Test
    void theGroupThatIsBelowMayBeTheOneThatIsAbove() {
        GateDecision decision =
                GAP.judge(groups(group("A", known(0.80, 0.80, 0.80)), group("B", known(0.79, 0.77, 0.94))));

        assertThat(decision.ruling()).isEqualTo(FAIL);
        assertThat(decision.reason()).isEqualTo("B 0.790, A 0.800: the gap is 0.010 and may be as large as 0.140");
    }

    @ParameterizedTest(name = "{0} differs by {1} to {2}: {3}")
    @CsvSource({
        "auroc, -0.01,                 0.02,                 PASS",
        "auroc, -0.010000000000000002, 0.02,                 FAIL",
        "auroc, 0.01,                  0.02,                 PASS",
        "brier, -0.02,                 0.01,                 PASS",
        "brier, -0.02,                 0.010000000000000002, FAIL",
        "brier, -0.02,                 -0.01,                PASS"
    })
    void theDifferenceToTheChampionIsJudgedAtItsUnfavourableEnd(
            String metric, double lower, double upper, Ruling ruling) {
        Gate<Risk> gate = metric.equals("auroc") ? AUROC_MARGIN : BRIER_MARGIN;

        assertThat(gate.judge(against(metric, known((lower + upper) / 2, lower, upper)))
                        .ruling())
                .isEqualTo(ruling);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("tooLittle")
    void tooLittleToJudgeIsInsufficientAndSaysWhy(String name, String reason, Gate<Risk> gate, Evaluation evaluation) {
        GateDecision decision = gate.judge(evaluation);

        assertThat(decision.ruling()).isEqualTo(INSUFFICIENT);
        assertThat(decision.gate()).isEqualTo(gate.id());
        assertThat(decision.reason()).isEqualTo(reason);
    }

    static List<Object[]> tooLittle() {
        Estimate few = new Estimate.TooFew(12, 50);
        Estimate undefined = new Estimate.Undefined("one class only");
        Estimate good = known(0.8, 0.79, 0.81);
        List<Object[]> rows = new ArrayList<>();
        for (Gate<Risk> gate : List.of(LOWER, INTERVAL)) {
            String metric = gate.metrics().get(0);
            rows.add(row(gate, "too few cases: 12, needed 50", of(metric, few)));
            rows.add(row(gate, "one class only", of(metric, undefined)));
            rows.add(row(gate, "'" + metric + "' was not evaluated", of("another", good)));
        }
        rows.add(row(GAP, "B: too few cases: 12, needed 50", groups(group("A", good), group("B", few))));
        rows.add(row(GAP, "A: one class only", groups(group("A", undefined), group("B", good))));
        rows.add(row(
                GAP,
                "B: 'auroc' was not evaluated",
                groups(group("A", good), new Group("ward", "B", cases("brier", good)))));
        rows.add(row(GAP, "a gap needs at least two groups, there are 1", groups(group("A", good))));
        rows.add(row(GAP, "a gap needs at least two groups, there are 0", of("auroc", good)));
        rows.add(row(
                GAP,
                "a gap needs at least two groups, there are 1",
                groups(group("A", good), new Group("sex", "F", cases("auroc", good)))));
        rows.add(row(AUROC_MARGIN, "too few cases: 12, needed 50", against("auroc", few)));
        rows.add(row(AUROC_MARGIN, "one class only", against("auroc", undefined)));
        rows.add(row(AUROC_MARGIN, "'auroc' was not compared", against("brier", good)));
        return rows;
    }

    private static Object[] row(Gate<Risk> gate, String reason, Evaluation evaluation) {
        return new Object[] {gate.id(), reason, gate, evaluation};
    }

    @Test
    void withoutAModelInUseThereIsNothingToCompareWith() {
        assertThat(AUROC_MARGIN.judge(of("auroc", known(0.5, 0.4, 0.6))).ruling())
                .isEqualTo(NOT_APPLICABLE);
    }

    @Test
    void aSignatureIsAwaitedWhateverTheNumbers() {
        Gate<Risk> gate = GatePolicy.signedBy(Role.CLINICAL_LEAD);

        assertThat(gate.judge(of("auroc", known(0.9, 0.9, 0.9))).ruling()).isEqualTo(Ruling.AWAITING_SIGN_OFF);
        assertThat(gate.role()).contains(Role.CLINICAL_LEAD);
        assertThat(gate.metrics()).isEmpty();
    }

    @Test
    void aDecisionNamesTheValueAndTheRule() {
        GateDecision decision = LOWER.judge(of("auroc", known(0.8, 0.7, 0.9)));

        assertThat(decision)
                .isEqualTo(new GateDecision(
                        "lower bound of auroc >= 0.75", FAIL, "auroc is 0.800 (0.700 to 0.900, n = 100)"));
        assertThat(INTERVAL.id()).isEqualTo("interval of calibration-slope within 0.8 to 1.2");
        assertThat(GAP.id()).isEqualTo("gap of auroc by ward <= 0.05");
        assertThat(BRIER_MARGIN.id()).isEqualTo("brier no worse than the model in use by more than 0.01");
        assertThat(GAP.metrics()).containsExactly("auroc");
        assertThat(GAP.subgroups()).containsExactly("ward");
    }

    @Test
    void aPolicyAsksEveryGateInOrder() {
        List<GateDecision> decisions =
                GatePolicy.allOf(INTERVAL, LOWER, AUROC_MARGIN).judge(of("auroc", known(0.8, 0.75, 0.9)));

        assertThat(decisions).extracting(GateDecision::ruling).containsExactly(INSUFFICIENT, PASS, NOT_APPLICABLE);
    }

    @ParameterizedTest
    @CsvSource({"PASS, true", "NOT_APPLICABLE, true", "FAIL, false", "INSUFFICIENT, false", "AWAITING_SIGN_OFF, false"})
    void onlyAPassAndNothingToCompareWithLetAModelThrough(Ruling ruling, boolean lets) {
        assertThat(ruling.lets()).isEqualTo(lets);
    }

    private static Estimate known(double value, double lower, double upper) {
        return new Estimate.Known(value, new Interval(lower, upper, 0.95), 100);
    }

    private static Cases cases(String metric, Estimate estimate) {
        return new Cases(100, 20, Map.of(metric, estimate));
    }

    private static Group group(String level, Estimate auroc) {
        return new Group("ward", level, cases("auroc", auroc));
    }

    private static Evaluation of(String metric, Estimate estimate) {
        return evaluation(cases(metric, estimate), List.of(), Optional.empty());
    }

    private static Evaluation groups(Group... groups) {
        return evaluation(cases("auroc", known(0.8, 0.75, 0.85)), List.of(groups), Optional.empty());
    }

    private static Evaluation against(String metric, Estimate difference) {
        Cases own = cases(metric, known(0.8, 0.75, 0.85));
        return evaluation(
                own, List.of(), Optional.of(new Comparison(Digest.of("champion"), own, Map.of(metric, difference))));
    }

    private static Evaluation evaluation(Cases all, List<Group> groups, Optional<Comparison> champion) {
        return new Evaluation(Digest.of("model"), Digest.of("data"), all, groups, champion);
    }
}
