package org.clinicalmlops.monitoring.input;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Counts;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.KeptRows;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.Window;

/** Drives a detector as a monitor does: looks that add up to a window, then its close. */
final class Drive {
    private Detector detector;
    private UnaryOperator<Detector> afterLook = d -> d;
    private final Baseline baseline;
    private Instant at = Ward.SINCE;
    private boolean keyed = true;

    Drive(Detector detector, Baseline baseline) {
        this.detector = detector;
        this.baseline = baseline;
    }

    /** Goes on with another detector after each look. */
    Drive afterLook(UnaryOperator<Detector> other) {
        afterLook = other;
        return this;
    }

    Detector detector() {
        return detector;
    }

    Drive unkeyed() {
        keyed = false;
        return this;
    }

    Instant now() {
        return at;
    }

    /** All findings of a window of {@code length}, in which the rows come evenly and somebody looks so many times. */
    List<Finding> window(double[][] rows, Ward ward, int looks, Duration length) {
        double[] risks = Arrays.stream(rows).mapToDouble(ward::risk).toArray();
        Instant from = at;
        List<Finding> findings = new ArrayList<>();
        Counts all = null;
        for (int k = 0; k < looks; k++) {
            int start = (int) ((long) rows.length * k / looks);
            int end = (int) ((long) rows.length * (k + 1) / looks);
            Counts counts = counts(Arrays.copyOfRange(rows, start, end), Arrays.copyOfRange(risks, start, end));
            Instant until = from.plus(length.multipliedBy(k + 1).dividedBy(looks));
            findings.addAll(detector.look(new Look(at, until, counts, new Never())));
            detector = afterLook.apply(detector);
            all = all == null ? counts : all.plus(counts);
            at = until;
        }
        findings.addAll(detector.close(new Window(
                from, at, all, List.of(), new Window.Follow(0, 0, 0, 0, 0, 0), Optional.of(KeptRows.of(rows, risks)))));
        return findings;
    }

    private Counts counts(double[][] rows, double[] risks) {
        RowCounts counts = RowCounts.of(baseline, rows, risks);
        return keyed ? counts : counts.withoutEpisode(rows.length);
    }

    static List<Finding> ofState(List<Finding> findings, State state) {
        return findings.stream().filter(f -> f.state() == state).toList();
    }

    static boolean alarms(List<Finding> findings) {
        return findings.stream().anyMatch(f -> f.state() == State.ALARM);
    }

    private static final class Never implements Look.LastSeen {
        @Override
        public Optional<Instant> row() {
            return Optional.empty();
        }

        @Override
        public Optional<Instant> value(int feature) {
            return Optional.empty();
        }

        @Override
        public long rowsWithout(int feature) {
            return 0;
        }
    }
}
