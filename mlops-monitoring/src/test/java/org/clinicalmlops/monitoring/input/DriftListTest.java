package org.clinicalmlops.monitoring.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.junit.jupiter.api.Test;

class DriftListTest {
    private static final Duration MONTH = Duration.ofDays(30);

    private final SplittableRandom random = new SplittableRandom(10);

    private static Ward ward() {
        List<Ward.Column> columns = new ArrayList<>();
        for (int f = 0; f < 12; f++) {
            columns.add(
                    f % 3 == 0
                            ? Ward.category("f" + f, 64, Ward.rare(64))
                            : f % 3 == 1 ? Ward.number("f" + f, Ward.score(1.5)) : Ward.number("f" + f, Ward.NORMAL));
        }
        return Ward.of(columns.toArray(Ward.Column[]::new));
    }

    private List<Finding> list(Ward before, Ward now, int rows, boolean anyDependence) {
        Baseline baseline = before.baseline(1000, random);
        DriftList list = anyDependence
                ? new DriftList("by", Ward.setting(baseline, 0), true)
                : new DriftList(Ward.setting(baseline, 0));
        return new Drive(list, baseline).window(now.rows(rows, random), now, 2, MONTH);
    }

    @Test
    void whatDriftedIsListedWithItsDistances() {
        Ward now = ward().changed("f2", x -> x + 1).changed("f4", x -> x + 1).with("f6", Ward.rare(8));
        List<Finding> findings = list(ward(), now, 300, false);
        assertThat(findings)
                .extracting(Finding::subject)
                .startsWith(Finding.MODEL)
                .contains("f2", "f4", "f6");
        assertThat(findings).extracting(Finding::state).containsOnly(State.NOTICE);
        assertThat(findings.get(0).explanation())
                .startsWith("Inputs: of 12 features, ")
                .contains("f2, f4, f6");
        assertThat(findings.get(1).explanation())
                .matches(
                        "f2: not distributed as in training \\(population stability index [01]\\.\\d\\d, Jensen-Shannon 0\\.\\d\\d,"
                                + " Hellinger 0\\.\\d\\d, total variation 0\\.\\d\\d; p .*, adjusted for all features .*, by its e-value"
                                + " .*; 300 values now, 1000 in training\\)\\.");
    }

    @Test
    void withoutAChangeAListIsFalseInFiveOfAHundredAtMost() {
        int listed = 0;
        int lists = 200;
        for (int i = 0; i < lists; i++) {
            listed += list(ward(), ward(), i % 2 == 0 ? 80 : 300, false).size() > 1 ? 1 : 0;
        }
        SizeTest.withinNominal(listed, lists, 0.05, "lists");
    }

    @Test
    void listsUnderAnyDependenceAreShorter() {
        int shorter = 0;
        for (int i = 0; i < 20; i++) {
            Ward now = ward().changed("f2", x -> x + 0.3)
                    .changed("f5", x -> x + 0.3)
                    .changed("f8", x -> x + 0.3);
            random.nextInt();
            int usual = list(ward(), now, 200, false).size();
            shorter += usual;
            shorter -= list(ward(), now, 200, true).size();
        }
        assertThat(shorter).isPositive();
    }

    @Test
    void nothingToListIsInOrderAndTooFewRowsAreNot() {
        Ward one = Ward.of(Ward.number("x", Ward.NORMAL), Ward.number("none", r -> Double.NaN));
        assertThat(list(one, one, 100, false)).extracting(Finding::state).containsExactly(State.OK);
        assertThat(list(one, one, 20, false)).extracting(Finding::state).containsExactly(State.INSUFFICIENT);
        assertThat(list(one, one, 0, false)).extracting(Finding::state).containsExactly(State.INSUFFICIENT);
    }

    @Test
    void constantsAndEmptyWindowsOfAFeatureAreDefined() {
        Ward constant = Ward.of(Ward.number("x", r -> 7));
        assertThat(list(constant, constant, 100, false))
                .extracting(Finding::state)
                .containsExactly(State.OK);
        assertThat(list(constant, constant.with("x", r -> Double.NaN), 100, false))
                .as("missing values are the feeds' matter")
                .extracting(Finding::state)
                .containsExactly(State.INSUFFICIENT);
        assertThat(list(constant, constant.changed("x", x -> 8), 100, false))
                .extracting(Finding::state)
                .containsExactly(State.NOTICE, State.NOTICE);
    }
}
