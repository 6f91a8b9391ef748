package org.clinicalmlops.monitoring.proof;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Counts;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.Groups;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.monitoring.count.Counters;
import org.clinicalmlops.monitoring.count.Reading;
import org.clinicalmlops.monitoring.proof.References.Known;

/**
 * Detectors behind the counters that a monitor has, each with an allowance of its own, and without the rest of a monitor.
 * Single-threaded.
 */
final class Bench {
    private final Groups groups;
    private final double[][] codes;
    private final Hand hand = new Hand();
    private final Counters counters;
    private final List<Detector> detectors = new ArrayList<>();
    private final List<Alarm> alarms = new ArrayList<>();
    private final double pulse;
    private Reading atClose;
    private Reading atLook;
    private Instant looked;
    private Instant closed;
    private double nextPulse;
    private int window;

    /** A detector and what it may spend in a year. */
    record Slot(Entry entry, double perYear) {}

    /**
     * @param slot whose, by place
     * @param window in which, by number
     * @param look whether at a look, before the window ended
     */
    record Alarm(int slot, int window, boolean look, Finding finding) {}

    /**
     * @param week the first
     * @param pulse days from look to look
     */
    Bench(MonitorPlan plan, Hospital hospital, Known known, List<Slot> slots, int week, double pulse) {
        Baseline baseline = known.baseline();
        looked = References.at(7.0 * week);
        closed = looked;
        groups = Groups.of(plan.grouping(), baseline.schema(), baseline.levels());
        codes = References.codes(hospital, baseline);
        int kept = slots.stream().mapToInt(s -> s.entry().keepsRows()).max().orElse(0);
        counters = new Counters(baseline, groups, kept, hand);
        for (Slot slot : slots) {
            detectors.add(slot.entry()
                    .opener()
                    .spec(known.table())
                    .open(new Setting(plan, baseline, groups, new Allowance(slot.perYear()), looked)));
        }
        this.pulse = pulse;
        nextPulse = 7.0 * week + pulse;
        atClose = counters.read();
        atLook = atClose;
    }

    /** Observes a row, after the looks that are due before it. */
    void observe(Row row) {
        while (nextPulse <= row.day()) {
            look(References.at(nextPulse));
            nextPulse += pulse;
        }
        hand.set(References.at(row.day()));
        counters.observe(References.coded(row, codes), row.said(), row.episode());
    }

    /** The case that a row becomes when its outcome is known, with no time between. */
    MaturedCase matured(Row row) {
        int cell = groups.cell(References.coded(row, codes));
        return new MaturedCase(row.episode(), row.episode(), References.at(row.day()), row.said(), row.event(), cell);
    }

    /** Ends a week. */
    void close(int week, List<MaturedCase> matured) {
        close(7.0 * (week + 1), matured);
    }

    /** Ends a window. */
    void close(double end, List<MaturedCase> matured) {
        while (nextPulse < end) {
            look(References.at(nextPulse));
            nextPulse += pulse;
        }
        Instant until = References.at(end);
        look(until);
        nextPulse = end + pulse;
        Counts counts = counters.between(atClose, atLook);
        int known = matured.size();
        Window window = new Window(
                closed, until, counts, matured, new Window.Follow(known, known, 0, 0, 0, 0), counters.takeRows());
        for (int slot = 0; slot < detectors.size(); slot++) {
            note(slot, false, detectors.get(slot).close(window));
        }
        this.window++;
        atClose = atLook;
        closed = until;
        counters.startEpoch();
    }

    private void look(Instant now) {
        hand.set(now);
        Reading reading = counters.read();
        Look look = new Look(looked, now, counters.between(atLook, reading), counters.lastSeen());
        for (int slot = 0; slot < detectors.size(); slot++) {
            note(slot, true, detectors.get(slot).look(look));
        }
        atLook = reading;
        looked = now;
    }

    private void note(int slot, boolean look, List<Finding> findings) {
        for (Finding finding : findings) {
            if (finding.state() == State.ALARM) {
                alarms.add(new Alarm(slot, window, look, finding));
            }
        }
    }

    List<Alarm> alarms() {
        return alarms;
    }

    /** How many alarms each slot has raised: what a look has told and the window tells again is one. */
    long[] count() {
        long[] count = new long[detectors.size()];
        for (int i = 0; i < alarms.size(); i++) {
            count[alarms.get(i).slot()] += told(i) ? 0 : 1;
        }
        return count;
    }

    private boolean told(int i) {
        Alarm alarm = alarms.get(i);
        if (alarm.look()) {
            return false;
        }
        for (int before = i - 1; before >= 0; before--) {
            Alarm other = alarms.get(before);
            if (other.window() != alarm.window()) {
                return false;
            }
            boolean same = other.slot() == alarm.slot()
                    && other.finding().kind() == alarm.finding().kind()
                    && other.finding().subject().equals(alarm.finding().subject());
            if (same && other.look()) {
                return true;
            }
        }
        return false;
    }
}
