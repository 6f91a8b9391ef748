package org.clinicalmlops.monitoring.feed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * The monitoring itself: whether it runs ({@link Heartbeat}), whether rows come with an episode key, and whether people looked when they
 * had promised to ({@link Promises}). States facts: it uses nothing of the false alarms that a plan allows. Single-threaded.
 */
public final class Oversight implements Detector {
    /** Its id. */
    public static final String ID = "feed.oversight";

    private final Heartbeat heartbeat;
    private final Promises promises;

    public Oversight(Setting setting) {
        heartbeat = new Heartbeat(setting.plan().windows(), setting.since());
        promises = new Promises(setting.plan().commitments(), setting.since());
    }

    /**
     * Somebody has looked at a metric, as promised.
     *
     * @param metric as the commitment names it
     * @param by the person, or the role
     * @return whether anybody had promised to
     */
    public boolean looked(String metric, String by, Instant at) {
        return promises.looked(metric, by, at);
    }

    @Override
    public List<Finding> look(Look look) {
        List<Finding> findings = new ArrayList<>(promises.look(look.until()));
        heartbeat.look(look).ifPresent(findings::add);
        return findings;
    }

    @Override
    public List<Finding> close(Window window) {
        List<Finding> findings = new ArrayList<>();
        findings.add(heartbeat.close(window));
        findings.add(keys(window.counts().withoutEpisode(), window.counts().rows()));
        findings.addAll(promises.close(heartbeat.looked()));
        return findings;
    }

    private static Finding keys(long without, long rows) {
        String text = without == 0
                ? "every one of " + Wording.count(rows, "row") + " came with one."
                : without + " of " + Wording.count(rows, "row")
                        + " came without one. Rows of one patient, counted as many,"
                        + " would break the promise on false alarms: tests that add up evidence row by row were not made.";
        State state = rows == 0 ? State.INSUFFICIENT : without == 0 ? State.OK : State.NOTICE;
        return Finding.of(Kind.OVERSIGHT, ID, "episode keys", state, "Episode keys: " + text);
    }

    @Override
    public void save(StateOutput out) {
        heartbeat.save(out);
        promises.save(out);
    }

    @Override
    public void restore(StateInput in) {
        heartbeat.restore(in);
        promises.restore(in);
    }
}
