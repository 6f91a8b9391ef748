package org.clinicalmlops.monitoring.harm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Remedy;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.OutputProfile;
import org.clinicalmlops.metrics.discrimination.AurocScale;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscriminationLossTest {
    private static final Estimate REFERENCE = new Estimate.Known(0.85, new Interval(0.82, 0.88, 0.95), 900);
    private final SplittableRandom random = new SplittableRandom(11);
    private int week;

    private static DiscriminationLoss against(Estimate reference, double allowance) {
        Setting of = Ward.setting(allowance);
        Baseline before = of.baseline();
        Baseline baseline = new Baseline(
                before.schema(),
                before.levels(),
                before.features(),
                OutputProfile.unknown(),
                before.patterns(),
                before.seasons(),
                reference);
        return new DiscriminationLoss(Ward.setting(MonitorPlan.standard(), baseline, allowance));
    }

    private static DiscriminationLoss against(Estimate reference) {
        return against(reference, 0.5);
    }

    private Finding judge(DiscriminationLoss loss, List<MaturedCase> cases) {
        return loss.close(Ward.window(week++, cases)).get(0);
    }

    /** Cases whose risks have the AUROC in expectation: two normal laws {@code sqrt(2) z(auroc)} apart. */
    private List<MaturedCase> cases(int events, int others, double auroc) {
        double apart = Math.sqrt(2) * new NormalDistribution(null, 0, 1).inverseCumulativeProbability(auroc);
        List<MaturedCase> cases = new ArrayList<>();
        for (int i = 0; i < events + others; i++) {
            boolean event = i < events;
            double logit = random.nextGaussian() + (event ? apart : 0) - 1;
            cases.add(new MaturedCase("i" + i, "e" + i, Ward.SINCE, 1 / (1 + Math.exp(-logit)), event, 0));
        }
        Collections.shuffle(cases, new Random(random.nextLong()));
        return cases;
    }

    @ParameterizedTest(name = "AUROC {0} on {1} events")
    @CsvSource({
        "0.60, 60, ALARM",
        "0.60, 40, ALARM",
        "0.85, 60, OK",
        "0.95, 60, OK",
        "0.82, 3000, OK",
        "0.75, 3000, ALARM"
    })
    void aLossBeyondTheToleratedOneIsFound(double auroc, int events, State state) {
        Finding finding = judge(against(REFERENCE), cases(events, 3 * events, auroc));
        assertThat(finding.state()).as(finding.explanation()).isEqualTo(state);
        assertThat(finding.explanation())
                .contains(4 * events + " patient episodes", "0.85 in the 900 of the evaluation");
        assertThat(finding.explanation().contains("low precision")).isEqualTo(events < 100);
        if (state == State.ALARM) {
            assertThat(finding.context().asks()).contains(Remedy.RETRAIN);
            assertThat(finding.context().patients()).hasValue(4L * events);
            assertThat(finding.context().since()).contains(Ward.SINCE);
        } else {
            assertThat(finding.context().wouldHaveFound().orElseThrow())
                    .matches("a loss of 0\\.\\d\\d in AUROC since 2020-01-01");
        }
        assertThat(finding.measure().orElseThrow().thresholdFrom()).startsWith("alpha 0.0096, the part");
    }

    @Test
    void aRankingUpsideDownStopsTheModel() {
        Finding finding = judge(against(REFERENCE), cases(100, 300, 0.3));
        assertThat(finding.context().asks()).contains(Remedy.STOP);
    }

    @Test
    void casesAreCollectedUntilThereAreThirtyOfEach() {
        DiscriminationLoss loss = against(REFERENCE);
        assertThat(judge(loss, cases(29, 500, 0.85)).explanation())
                .contains("29 patient episodes with and 500 without the event so far");
        assertThat(judge(loss, cases(0, 20, 0.85)).state()).isEqualTo(State.INSUFFICIENT);
        Finding compared = judge(loss, cases(1, 0, 0.85));
        assertThat(compared.state()).isEqualTo(State.OK);
        assertThat(compared.measure().orElseThrow().thresholdFrom())
                .as("the allowance of all three weeks")
                .startsWith("alpha 0.029,");
        assertThat(judge(loss, cases(29, 500, 0.85)).state())
                .as("starts anew after a comparison")
                .isEqualTo(State.INSUFFICIENT);
    }

    @Test
    void withoutAReferenceThereIsNoVerdict() {
        assertThat(judge(against(new Estimate.TooFew(3, 10)), cases(60, 60, 0.5))
                        .state())
                .isEqualTo(State.INSUFFICIENT);
        assertThat(judge(against(new Estimate.Undefined("everybody had the event")), cases(60, 60, 0.5))
                        .explanation())
                .contains("everybody had the event");
    }

    @Test
    void aRareEventIsWaitedForInBoundedMemory() {
        DiscriminationLoss loss = against(REFERENCE);
        for (int i = 0; i < 29; i++) {
            judge(loss, cases(1, 2000, 0.85));
            assertThat(Memory.size(loss::save)).isLessThan(16_000);
        }
        Finding finding = judge(loss, cases(1, 2000, 0.85));
        assertThat(finding.state()).isEqualTo(State.OK);
        assertThat(finding.explanation()).containsPattern("in \\d+ of 60030 patient episodes");
    }

    @Test
    void casesThatAreThinnedHaveTheSameDiscrimination() {
        Cases thinned = new Cases();
        List<MaturedCase> all = cases(300, 40_000, 0.8);
        for (int from = 0; from < all.size(); from += 100) {
            thinned.add(all.subList(from, Math.min(all.size(), from + 100)));
            thinned.thin(1000);
        }
        assertThat(thinned.size() - thinned.events()).isBetween(500, 1000);
        assertThat(thinned.events()).isEqualTo(300);
        assertThat(thinned.seen()).isEqualTo(40_300);
        double[] risks = all.stream().mapToDouble(MaturedCase::risk).toArray();
        boolean[] happened = new boolean[risks.length];
        for (int i = 0; i < happened.length; i++) {
            happened[i] = all.get(i).event();
        }
        var judged = thinned.judged();
        double whole = value(Discrimination.auroc(risks, happened, AurocScale.LOGIT, 0.95));
        assertThat(value(Discrimination.auroc(judged.toPredicted(), judged.toHappened(), AurocScale.LOGIT, 0.95)))
                .isBetween(whole - 0.02, whole + 0.02);
    }

    private static double value(Estimate estimate) {
        return ((Estimate.Known) estimate).value();
    }

    /**
     * Half a false alarm a year: 200 years of months, at an AUROC that is just tolerated, against a reference that is drawn anew.
     */
    @ParameterizedTest(name = "{0} events and {1} others a month")
    @CsvSource({"10, 60", "30, 120", "60, 60"})
    void falseAlarmsStayWithinTheAllowance(int events, int others) {
        int alarms = 0;
        int compared = 0;
        for (int hospital = 0; hospital < 50; hospital++) {
            List<MaturedCase> evaluated = cases(150, 700, 0.85);
            double[] risks = evaluated.stream().mapToDouble(MaturedCase::risk).toArray();
            boolean[] happened = new boolean[risks.length];
            for (int i = 0; i < happened.length; i++) {
                happened[i] = evaluated.get(i).event();
            }
            DiscriminationLoss loss = against(Discrimination.auroc(risks, happened, AurocScale.LOGIT, 0.95), 0.5);
            for (int month = 0; month < 48; month++) {
                var window = Ward.window(4 * month + 3, cases(events, others, 0.80));
                Finding finding = loss.close(window).get(0);
                alarms += finding.state() == State.ALARM ? 1 : 0;
                compared += finding.state() == State.INSUFFICIENT ? 0 : 1;
            }
        }
        double years = 50 * 48 * 28 / 365.25;
        assertThat(compared).isGreaterThan(700);
        assertThat(alarms).isBetween(1, Ward.most(0.5 * years));
    }

    @Test
    void aStateThatIsSavedAndRestoredGoesOnWithTheSameBits() {
        DiscriminationLoss one = against(REFERENCE);
        DiscriminationLoss other = against(REFERENCE);
        judge(one, cases(5, 3000, 0.8));
        judge(one, cases(20, 300, 0.8));
        Memory.move(one, other);
        for (int i = 0; i < 6; i++) {
            var window = Ward.window(week++, cases(10, 30, 0.7));
            assertThat(other.close(window)).isEqualTo(one.close(window));
            assertThat(Memory.of(other::save)).isEqualTo(Memory.of(one::save));
        }
    }
}
