package org.clinicalmlops.monitoring.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.monitor.OperationLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationFiguresTest {
    private static final MonitorPlan PLAN =
            MonitorPlan.standard().operation(new OperationLimits(0.1, Duration.ofMillis(200), 30, 0.8, 0.9));
    private static final List<FeatureProfile> PROFILES =
            List.of(FeatureProfile.of("f0", new double[0], new long[] {1000}, 0));

    private final Ward ward = new Ward(1, 100, 0, 0, 1);
    private final OperationFigures detector = new OperationFigures(Ward.setting(PLAN, ward.baseline(PROFILES), 0.05));

    private void told(Operation operation, long times) {
        ward.counting().operations[operation.ordinal()] = times;
    }

    private Map<String, Finding> month(int rows) {
        ward.block(detector, rows, 0, Duration.ofDays(30));
        Map<String, Finding> findings = new LinkedHashMap<>();
        ward.close(detector).forEach(f -> findings.put(f.subject(), f));
        assertThat(findings.keySet())
                .containsExactly("volume", "latency", "abstention", "alerts", "overrides", "scored", "retrieval");
        return findings;
    }

    @Test
    void eachFigureCarriesItsNumberAlsoWhenItIsInOrder() {
        told(Operation.ABSTAINED, 20);
        told(Operation.ALERTED, 100);
        told(Operation.OVERRIDDEN, 40);
        told(Operation.ACCEPTED, 60);
        told(Operation.ELIGIBLE, 520);
        told(Operation.RETRIEVAL_FAILED, 5);
        ward.counting().latencies[20] = 490; // 1 to 2 ms
        ward.counting().latencies[26] = 10; // 67 to 134 ms
        Map<String, Finding> findings = month(500);
        assertThat(findings.get("abstention").explanation())
                .isEqualTo(
                        "Operation, attempts without an answer: 4.0 % of 500, at most 10.0 % by the plan, 95 % interval"
                                + " 2.6 % to 6.1 %; in order.");
        assertThat(findings.get("abstention").context().wouldHaveFound().orElseThrow())
                .matches("from 1\\d\\.\\d % of 500");
        assertThat(findings.get("alerts").explanation())
                .startsWith("Operation, predictions that ask for action: 20.8 % of 480, at most 30.0 %");
        assertThat(findings.get("overrides").explanation())
                .startsWith("Operation, alerts that were decided otherwise: 40.0 % of 100, at most 80.0 %");
        assertThat(findings.get("scored").explanation())
                .startsWith("Operation, eligible patients with a prediction: 96.2 % of 520, at least 90.0 %");
        assertThat(findings.get("scored").context().wouldHaveFound().orElseThrow())
                .matches("down to 8\\d\\.\\d % of 520");
        assertThat(findings.get("retrieval").explanation()).contains("1.0 % of 500");
        assertThat(findings.get("latency").explanation())
                .isEqualTo(
                        "Operation, time of a prediction: 99 of 100 took at most 67 ms to 134 ms of 500, at most 200 ms by"
                                + " the plan; 0.0 % certainly took longer than that.");
        assertThat(findings.get("volume").explanation())
                .isEqualTo("Operation, rows: 500, 116.7 a week; what is usual is still being learnt, from 4 weeks.");
        assertThat(findings.get("latency").context().wouldHaveFound().orElseThrow())
                .matches("slower than that: from [23]\\.\\d % of 500");
        findings.remove("volume");
        assertThat(findings.values()).extracting(Finding::state).containsOnly(State.OK);
        assertThat(findings.values()).allMatch(f -> f.measure().isPresent() && f.kind() == Finding.Kind.OPERATION);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "60, NOTICE", // 12 %
        "100, ALARM", // 20 %
        "50, OK",
        "0, OK"
    })
    void aLimitIsPassedForCertainOrPerhaps(long abstained, State state) {
        told(Operation.ABSTAINED, abstained);
        Finding finding = month(500).get("abstention");
        assertThat(finding.state()).isEqualTo(state);
        assertThat(finding.context().lookFirst().isPresent())
                .isEqualTo(state != State.OK && state != null && abstained > 50);
    }

    @Test
    void rowsWithoutAnAnswerAreAttemptsToo() {
        ward.counting().noAnswer = 120;
        assertThat(month(500).get("abstention").explanation()).contains("24.0 % of 500");
    }

    @Test
    void whoWasEligibleAndNotScored() {
        told(Operation.ELIGIBLE, 800);
        Finding finding = month(500).get("scored");
        assertThat(finding.state()).isEqualTo(State.ALARM);
        assertThat(finding.explanation()).contains("62.5 % of 800");
        assertThat(finding.context().lookFirst().orElseThrow()).contains("got no prediction");
        told(Operation.ELIGIBLE, 400);
        assertThat(month(500).get("scored").explanation())
                .as("more than were told")
                .contains("100.0 % of 400");
    }

    @Test
    void nothingToldIsNotInOrder() {
        Map<String, Finding> findings = month(10);
        assertThat(findings.values()).extracting(Finding::state).containsOnly(State.INSUFFICIENT);
        assertThat(findings.get("scored").explanation())
                .isEqualTo("Operation, eligible patients with a prediction: none was told in this window.");
        assertThat(findings.get("abstention").explanation()).endsWith("too few to judge.");
    }

    @Test
    void slowPredictions() {
        ward.counting().latencies[20] = 400;
        ward.counting().latencies[27] = 40; // 134 to 268 ms: perhaps slower than 200
        assertThat(month(500).get("latency").state()).as("perhaps").isEqualTo(State.OK);
        ward.counting().latencies[20] = 440;
        ward.counting().latencies[28] = 6; // certainly slower
        assertThat(month(500).get("latency").state()).as("beyond, by chance").isEqualTo(State.NOTICE);
        ward.counting().latencies[20] = 400;
        ward.counting().latencies[28] = 40;
        Finding finding = month(500).get("latency");
        assertThat(finding.state()).isEqualTo(State.ALARM);
        assertThat(finding.explanation()).contains("268 ms to 537 ms of 440");
    }

    @Test
    void fewerRowsThanUsual() {
        for (int month = 0; month < 6; month++) {
            assertThat(month(500).get("volume").state()).isIn(State.INSUFFICIENT, State.OK);
        }
        assertThat(month(500).get("volume").context().wouldHaveFound().orElseThrow())
                .matches("down to 3\\d\\d rows, or from 7\\d\\d rows on");
        Finding fewer = month(150).get("volume");
        assertThat(fewer.state()).isEqualTo(State.ALARM);
        assertThat(fewer.explanation())
                .isEqualTo("Operation, rows: 150, 35.0 a week; as in the weeks before, 500.0 were to be expected.");
        assertThat(fewer.context().lookFirst().orElseThrow()).contains("asked for everybody");
        assertThat(month(1200).get("volume").context().lookFirst().orElseThrow())
                .contains("twice");
    }

    /** The true share is the limit itself: the worst that is still allowed. */
    @ParameterizedTest(name = "{0} rows a month")
    @ValueSource(ints = {50, 100, 300, 1000})
    void onTheLimitItKeepsItsAllowance(int rows) {
        double allowed = 2;
        int alarms = 0;
        int years = 50;
        for (int seed = 0; seed < years; seed++) {
            SplittableRandom random = new SplittableRandom(90 + seed);
            Ward other = new Ward(1, 100, 0, 0, 1);
            OperationFigures figures = new OperationFigures(Ward.setting(PLAN, other.baseline(PROFILES), allowed));
            for (int month = 0; month < 12; month++) {
                FeedCounts counts = other.counting();
                counts.operations[Operation.ABSTAINED.ordinal()] = hits(rows, 0.1, random);
                counts.operations[Operation.RETRIEVAL_FAILED.ordinal()] = hits(rows, 0.1, random);
                counts.operations[Operation.OVERRIDDEN.ordinal()] = hits(rows, 0.8, random);
                counts.operations[Operation.ACCEPTED.ordinal()] =
                        rows - counts.operations[Operation.OVERRIDDEN.ordinal()];
                counts.latencies[28] = hits(rows, 0.01, random);
                counts.latencies[20] = rows - counts.latencies[28];
                other.block(figures, rows, 0, Duration.ofDays(365).dividedBy(12));
                alarms += (int) other.close(figures).stream()
                        .filter(f -> f.state() == State.ALARM)
                        .count();
            }
        }
        assertThat(alarms).isBetween(1, (int) (allowed * years));
    }

    private static long hits(int n, double share, SplittableRandom random) {
        long hits = 0;
        for (int i = 0; i < n; i++) {
            hits += random.nextDouble() < share ? 1 : 0;
        }
        return hits;
    }

    /** Nights, weekends and rows by chance: the volume of weekly windows is no alarm. */
    @ParameterizedTest(name = "{0} rows a week")
    @ValueSource(doubles = {20, 50, 300})
    void anOrdinaryWardIsNoAlarm(double rows) {
        int alarms = 0;
        for (int seed = 0; seed < 8; seed++) {
            Ward usual = new Ward(50 + seed, rows, 0, 0, 1);
            OperationFigures figures = new OperationFigures(Ward.setting(PLAN, usual.baseline(PROFILES), 7));
            for (int week = 0; week < 104; week++) {
                usual.run(figures, Duration.ofDays(7));
                alarms += usual.closed.get(0).state() == State.ALARM ? 1 : 0;
            }
        }
        assertThat(alarms).as("of one a year, sixteen years").isLessThanOrEqualTo(16);
    }
}
