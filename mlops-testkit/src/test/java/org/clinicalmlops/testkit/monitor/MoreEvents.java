package org.clinicalmlops.testkit.monitor;

import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Family;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;

/**
 * A host's own detector, as an example: whether events of some windows together are more than the model expects, by Hoeffding's
 * inequality, so that each test has at most its part of the allowance.
 *
 * @param windows how many are judged together
 * @param fault what an author may get wrong
 */
record MoreEvents(int windows, Mistake fault) implements DetectorSpec {
    /** What an author may get wrong. */
    enum Mistake {
        NONE,
        ALWAYS_ALARMS,
        NEVER_ALARMS,
        FORGETS_A_FIELD,
        SWALLOWS_DAMAGE,
        DIVIDES_BY_NOTHING,
        CALLS_NOTHING_IN_ORDER,
        SAYS_ANOTHER_ID,
        HIDES_ITS_NUMBERS,
        GUESSES
    }

    private static int opened;

    @Override
    public String id() {
        return "host.more-events";
    }

    @Override
    public Family family() {
        return Family.CALIBRATION;
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("more-events").with("windows", windows);
    }

    @Override
    public Detector open(Setting setting) {
        return new Opened(this, setting, ++opened);
    }

    private static final class Opened implements Detector {
        private final MoreEvents spec;
        private final Setting setting;
        private final int number;
        private long cases;
        private long events;
        private double expected;
        private long closed;

        private Opened(MoreEvents spec, Setting setting, int number) {
            this.spec = spec;
            this.setting = setting;
            this.number = number;
        }

        @Override
        public List<Finding> close(Window window) {
            for (MaturedCase one : window.matured()) {
                cases++;
                events += one.event() ? 1 : 0;
                expected += one.risk();
            }
            if (spec.fault == Mistake.DIVIDES_BY_NOTHING && events / cases > 1) {
                throw new IllegalStateException("more events than cases");
            }
            closed++;
            if (spec.fault == Mistake.ALWAYS_ALARMS) {
                return List.of(finding(State.ALARM, 1, 0));
            }
            if (closed < spec.windows || cases == 0) {
                boolean wrong = spec.fault == Mistake.CALLS_NOTHING_IN_ORDER;
                return List.of(finding(wrong ? State.OK : State.INSUFFICIENT, 0, 0));
            }
            Allowance allowance = setting.allowance();
            double alpha = allowance.alpha(window.until().minusSeconds(closed * 7 * 86_400), window.until());
            double limit = Math.sqrt(cases * Math.log(1 / alpha) / 2);
            if (spec.fault == Mistake.GUESSES) {
                limit += number % 2 == 0 ? 1 : 0;
            }
            double excess = events - expected;
            boolean alarm = excess > limit && spec.fault != Mistake.NEVER_ALARMS;
            Finding finding = finding(alarm ? State.ALARM : State.OK, excess, limit);
            closed = 0;
            cases = 0;
            events = 0;
            expected = 0;
            return List.of(finding);
        }

        private Finding finding(State state, double excess, double limit) {
            String by = spec.fault == Mistake.SAYS_ANOTHER_ID ? "host.other" : spec.id();
            Finding said = Finding.of(
                    Finding.Kind.CALIBRATION, by, Finding.MODEL, state, "More events than expected: " + excess + ".");
            Optional<Finding.Measure> measure = spec.fault == Mistake.HIDES_ITS_NUMBERS
                    ? Optional.empty()
                    : Optional.of(new Finding.Measure(excess, limit, 0, cases, "hoeffding", "part of the allowance"));
            return new Finding(
                    said.kind(), said.detector(), said.subject(), state, said.explanation(), measure, said.context());
        }

        @Override
        public void save(StateOutput out) {
            out.putLong(cases);
            out.putLong(events);
            out.putDouble(expected);
            out.putLong(spec.fault == Mistake.FORGETS_A_FIELD ? 0 : closed);
        }

        @Override
        public void restore(StateInput in) {
            try {
                cases = in.getLong();
                events = in.getLong();
                expected = in.getDouble();
                closed = in.getLong();
            } catch (MlopsException e) {
                if (spec.fault != Mistake.SWALLOWS_DAMAGE) {
                    throw e;
                }
            }
        }
    }
}
