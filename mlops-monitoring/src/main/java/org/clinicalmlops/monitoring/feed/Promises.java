package org.clinicalmlops.monitoring.feed;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.clinicalmlops.api.monitor.Commitment;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * What people promised to look at, and when they last did. A promise that was not kept in its time is an alarm: a fact, not a test.
 * Single-threaded.
 */
final class Promises {
    private final List<Commitment> commitments;
    private final Instant[] last;
    private final String[] by; // empty: nobody so far
    private final boolean[] told;

    Promises(List<Commitment> commitments, Instant opened) {
        this.commitments = commitments;
        last = new Instant[commitments.size()];
        Arrays.fill(last, opened);
        by = new String[commitments.size()];
        Arrays.fill(by, "");
        told = new boolean[commitments.size()];
    }

    /**
     * Somebody has looked.
     *
     * @param who a person; or the name of a role, if several have promised to look at the metric: then only that one has
     * @return whether anybody had promised to look at this metric
     */
    boolean looked(String metric, String who, Instant at) {
        boolean role = commitments.stream()
                .anyMatch(
                        c -> c.metric().equals(metric) && c.responsible().name().equals(who));
        boolean known = false;
        for (int i = 0; i < last.length; i++) {
            Commitment c = commitments.get(i);
            if (c.metric().equals(metric) && (!role || c.responsible().name().equals(who))) {
                known = true;
                if (!at.isBefore(last[i])) {
                    last[i] = at;
                    by[i] = who;
                    told[i] = false;
                }
            }
        }
        return known;
    }

    /** Promises that have been broken since the last call; an instant to come, which somebody may have told, counts as now. */
    List<Finding> look(Instant now) {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < last.length; i++) {
            last[i] = last[i].isAfter(now) ? now : last[i];
            if (due(i).isBefore(now) && !told[i]) {
                told[i] = true;
                findings.add(finding(i, now));
            }
        }
        return findings;
    }

    /** All promises. */
    List<Finding> close(Instant now) {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < last.length; i++) {
            findings.add(finding(i, now));
        }
        return findings;
    }

    private Instant due(int i) {
        return last[i].atZone(ZoneOffset.UTC).plus(commitments.get(i).cadence()).toInstant();
    }

    private Finding finding(int i, Instant now) {
        Commitment c = commitments.get(i);
        String subject = c.metric() + ", " + c.responsible().name();
        String seen = by[i].isEmpty()
                ? "nobody has told that they looked since the monitor was opened on " + Wording.day(last[i])
                : "last looked at on " + Wording.day(last[i]) + " by " + by[i];
        String cadence = "every " + Wording.period(c.cadence());
        String text = "Promise, " + c.metric() + " by the " + c.responsible() + " " + cadence + ": " + seen;
        if (!due(i).isBefore(now)) {
            return Finding.of(
                    Kind.OVERSIGHT, Oversight.ID, subject, State.OK, text + "; next by " + Wording.day(due(i)) + ".");
        }
        String action = c.action().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return Finding.of(
                        Kind.OVERSIGHT,
                        Oversight.ID,
                        subject,
                        State.ALARM,
                        text + "; it was due on " + Wording.day(due(i)) + ". What was to follow from it: " + action
                                + ".")
                .since(due(i))
                .lookFirst("whether the " + c.responsible() + " still has this task, and who looks meanwhile");
    }

    void save(StateOutput out) {
        for (int i = 0; i < last.length; i++) {
            out.putInstant(last[i]);
            out.putText(by[i]);
            out.putLong(told[i] ? 1 : 0);
        }
    }

    void restore(StateInput in) {
        for (int i = 0; i < last.length; i++) {
            last[i] = in.getInstant();
            by[i] = in.getText();
            told[i] = in.getLong() == 1;
        }
    }
}
