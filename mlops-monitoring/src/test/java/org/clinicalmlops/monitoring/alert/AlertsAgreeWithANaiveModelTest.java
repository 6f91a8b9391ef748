package org.clinicalmlops.monitoring.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.AlertPolicy;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.testkit.monitor.KeptState;
import org.junit.jupiter.api.Test;

/** Random looks, windows, acknowledgements and restarts: every event and every open alert is what {@link NaiveAlerts} says. */
class AlertsAgreeWithANaiveModelTest {
    private static final int SEQUENCES = 1_000;
    private static final int STEPS = 25;

    private record Topic(Kind kind, String subject) {}

    private static final List<Topic> TOPICS = List.of(
            new Topic(Kind.INPUT_DRIFT, "urea"),
            new Topic(Kind.UNSEEN_VALUES, "urea"),
            new Topic(Kind.MISSINGNESS, "urea"),
            new Topic(Kind.DEAD_FEED, "urea"),
            new Topic(Kind.UNIT_CHANGE, "urea"),
            new Topic(Kind.INPUT_DRIFT, "crp"),
            new Topic(Kind.DEAD_FEED, "crp"),
            new Topic(Kind.MISSINGNESS, "crp"),
            new Topic(Kind.DEAD_FEED, "age"),
            new Topic(Kind.DEAD_FEED, Finding.MODEL),
            new Topic(Kind.MISSINGNESS, Finding.MODEL),
            new Topic(Kind.PREDICTION_DRIFT, Finding.MODEL),
            new Topic(Kind.MULTIVARIATE_DRIFT, Finding.MODEL),
            new Topic(Kind.CALIBRATION, Finding.MODEL),
            new Topic(Kind.PERFORMANCE, Finding.MODEL),
            new Topic(Kind.SUBGROUP, "sex=F"),
            new Topic(Kind.SUBGROUP, "sex=M"),
            new Topic(Kind.CALIBRATION, "sex=M"),
            new Topic(Kind.OPERATION, "latency"),
            new Topic(Kind.OVERSIGHT, Finding.MODEL));

    private final Map<AlertEvent.What, Integer> seen = new EnumMap<>(AlertEvent.What.class);
    private int guests;
    private int together;

    @Test
    void aThousandSequences() {
        for (int seed = 0; seed < SEQUENCES; seed++) {
            sequence(new SplittableRandom(seed), "seed " + seed);
        }
        assertThat(seen.values())
                .as("everything happens often: %s", seen)
                .hasSize(5)
                .allMatch(n -> n > 500);
        assertThat(guests).isGreaterThan(500);
        assertThat(together).isGreaterThan(100);
    }

    private void sequence(SplittableRandom random, String seed) {
        AlertPolicy policy = AlertPolicy.standard()
                .cleanWindows(random.nextInt(1, 4))
                .coolDown(Duration.ofDays(random.nextInt(3) * 10L));
        policy = random.nextBoolean() ? policy : policy.escalatedAfter(Duration.ofHours(30), Role.CLINICAL_LEAD);
        double alarms = 0.01 + 0.15 * random.nextDouble();
        Alerts alerts = new Alerts(policy);
        NaiveAlerts naive = new NaiveAlerts(policy);
        Instant now = Instant.parse("2024-01-01T00:00:00Z");
        for (int step = 0; step < STEPS; step++) {
            now = now.plus(Duration.ofHours(random.nextInt(1, 100)));
            String what = seed + " step " + step;
            int kind = random.nextInt(10);
            if (kind < 2) {
                acknowledge(alerts, naive, now, random, what);
            } else {
                boolean closes = kind < 7;
                List<Finding> findings = findings(random, alarms, closes);
                List<AlertEvent> events = closes ? alerts.close(findings, now) : alerts.look(findings, now);
                assertThat(events.stream().map(AlertsAgreeWithANaiveModelTest::told))
                        .as(what)
                        .containsExactlyInAnyOrderElementsOf(
                                closes ? naive.close(findings, now) : naive.look(findings, now));
                assertThat(events.stream().map(AlertsAgreeWithANaiveModelTest::order))
                        .as(what)
                        .isSorted();
                events.forEach(this::count);
            }
            Set<String> open = new HashSet<>();
            alerts.open().forEach(alert -> open.add(told(alert)));
            assertThat(open).as(what).isEqualTo(naive.open());
            alerts = random.nextInt(5) == 0 ? restarted(alerts, policy) : alerts;
        }
    }

    private void acknowledge(Alerts alerts, NaiveAlerts naive, Instant now, SplittableRandom random, String what) {
        List<Alert> open = alerts.open();
        String id = open.isEmpty() || random.nextInt(5) == 0
                ? "urea/INPUT_DRIFT/1"
                : open.get(random.nextInt(open.size())).id();
        String by = "person " + random.nextInt(3);
        assertThat(alerts.acknowledge(id, by, now).isPresent()).as(what).isEqualTo(naive.acknowledge(id, by, now));
    }

    private static Alerts restarted(Alerts alerts, AlertPolicy policy) {
        KeptState state = KeptState.of(alerts::save);
        Alerts other = new Alerts(policy);
        other.restore(state);
        assertThat(KeptState.of(other::save).values()).isEqualTo(state.values());
        return other;
    }

    private static List<Finding> findings(SplittableRandom random, double alarms, boolean closes) {
        List<Finding> findings = new ArrayList<>();
        for (Topic topic : TOPICS) {
            double u = random.nextDouble();
            State state = u < alarms ? State.ALARM : u < 0.25 ? State.INSUFFICIENT : u < 0.3 ? State.NOTICE : State.OK;
            if (closes && u < 0.95 || state == State.ALARM) { // sometimes a detector says nothing
                findings.add(finding(topic, state, random));
            }
        }
        return findings;
    }

    private static Finding finding(Topic topic, State state, SplittableRandom random) {
        Finding finding = Finding.of(topic.kind, "d", topic.subject, state, "text " + random.nextInt(1000));
        if (random.nextBoolean()) {
            double before = 0.05 * random.nextInt(1, 5);
            finding = finding.effect(before, before + 0.005 * random.nextInt(8), random.nextDouble());
        }
        if (topic.kind.harm() && random.nextBoolean()) {
            finding = finding.asks(Finding.Remedy.values()[random.nextInt(3)]);
        }
        return finding.patients(random.nextInt(100)).since(Instant.EPOCH.plusSeconds(random.nextInt(9)));
    }

    private void count(AlertEvent event) {
        seen.merge(event.what(), 1, Integer::sum);
        List<Finding> also = event.alert().also();
        boolean group = also.stream().anyMatch(f -> f.kind() == Kind.SUBGROUP);
        guests += group && event.alert().finding().subject().equals(Finding.MODEL) ? 1 : 0;
        together += event.alert().finding().explanation().contains("The same is true of") ? 1 : 0;
    }

    /** Ends come first, then what was found, then what nobody has taken on. */
    private static int order(AlertEvent event) {
        return switch (event.what()) {
            case RESOLVED -> 0;
            case ESCALATED -> 2;
            default -> 1;
        };
    }

    private static String told(AlertEvent event) {
        return event.what() + " " + told(event.alert());
    }

    private static String told(Alert alert) {
        Set<Finding> all = new HashSet<>(alert.also());
        Finding lead = alert.finding();
        String text = lead.explanation().replaceFirst(" The same is true of.*", "");
        all.add(new Finding(
                lead.kind(), lead.detector(), lead.subject(), lead.state(), text, lead.measure(), lead.context()));
        return NaiveAlerts.told(
                alert.id(),
                lead,
                all,
                alert.severity().ordinal(),
                alert.stage() == Alert.Stage.RECOVERING,
                alert.openedAt(),
                alert.acknowledged().map(Alert.Acknowledgement::by).orElse(""));
    }
}
