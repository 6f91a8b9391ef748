package org.clinicalmlops.monitoring;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.AlertSink;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.Resumption;
import org.clinicalmlops.monitoring.state.StateFile;

/**
 * What a stored monitor consists of, and when it is taken over. It belongs to the plan and to the baseline by which it was opened:
 * counts of other bins, and charts of another allowance, would be nonsense.
 */
final class MonitorState {
    static final String OPENED = "monitor.opened";
    static final String POSITION = "monitor.position";
    static final String COUNTERS = "monitor.counters";
    static final String OUTCOMES = "monitor.outcomes";
    static final String PERFORMANCE = "monitor.performance";
    static final String ALERTS = "monitor.alerts";

    private static final String KIND = "monitor";

    private MonitorState() {}

    static StateFile of(MonitorPlan plan, Baseline baseline) {
        return StateFile.of(
                KIND, plan.declaration().digest(), baseline.declaration().digest());
    }

    /** The section of a detector. */
    static String of(DetectorSpec spec) {
        return "detector." + spec.id();
    }

    static Resumption resume(MonitorPlan plan, Baseline baseline, Clock clock, byte[] state, List<AlertSink> sinks) {
        try {
            StateFile file = StateFile.read(state);
            List<Digest> belongsTo = file.belongsTo();
            List<Digest> here = of(plan, baseline).belongsTo();
            if (!file.is(KIND) || belongsTo.size() != here.size()) {
                return new Resumption.Refused("this is not the state of a monitor");
            }
            if (!belongsTo.get(0).equals(here.get(0))) {
                return new Resumption.Refused(other("plan", belongsTo.get(0), here.get(0)));
            }
            if (!belongsTo.get(1).equals(here.get(1))) {
                return new Resumption.Refused(other("baseline", belongsTo.get(1), here.get(1)));
            }
            for (DetectorSpec spec : StandardDetectors.of(plan)) {
                if (!file.has(of(spec))) {
                    return new Resumption.Refused("the state has nothing of the detector '" + spec.id() + "'");
                }
            }
            Instant[] opened = new Instant[1];
            file.read(OPENED, in -> opened[0] = in.getInstant());
            StandardMonitor monitor = new StandardMonitor(plan, baseline, clock, opened[0], sinks);
            monitor.restore(file);
            return new Resumption.Resumed(monitor);
        } catch (MlopsException e) {
            return new Resumption.Refused(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) { // a detector of somebody else's may throw anything
            return new Resumption.Refused(
                    "the state cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static String other(String what, Digest then, Digest now) {
        return "the state is of another " + what + ": of " + then.brief() + ", here it is " + now.brief();
    }
}
