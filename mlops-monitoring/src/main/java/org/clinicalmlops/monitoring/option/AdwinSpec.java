package org.clinicalmlops.monitoring.option;

import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Family;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.monitoring.classic.Adwin;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * Adaptive windowing (ADWIN, Bifet and Gavalda 2007) on the errors of matured cases, for those who know it. Uses no part of the
 * false alarms a year: it keeps no such budget, so that what it sees is a notice and pages nobody. Starts anew after each.
 *
 * @param delta confidence of one look, in (0, 1)
 * @param clock cases between two looks, {@code >= 1}
 * @param stream what it reads
 */
public record AdwinSpec(double delta, int clock, ErrorStream stream) implements DetectorSpec {
    /** Its id. */
    public static final String ID = "option.adwin";

    public AdwinSpec {
        Objects.requireNonNull(stream, "stream");
        new Adwin(delta, clock);
    }

    /** {@code delta} 0.002 and a look every 32 cases, as in MOA, on the cases that were on the wrong side of one half. */
    public static AdwinSpec standard() {
        return new AdwinSpec(0.002, 32, ErrorStream.WRONG_SIDE);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Family family() {
        return Family.DESCRIPTION;
    }

    @Override
    public Detector open(Setting setting) {
        return new ErrorChange(ID, "ADWIN", stream, new Watch(new Adwin(delta, clock), delta));
    }

    @Override
    public Declaration declaration() {
        return Declaration.of(ID).with("delta", delta).with("clock", clock).with("stream", stream.name());
    }

    private record Watch(Adwin adwin, double delta) implements ErrorChange.Watch {
        @Override
        public Optional<ErrorChange.Change> add(double error) {
            if (!adwin.add(error)) {
                return Optional.empty();
            }
            double before = adwin.meanBefore();
            double after = adwin.meanAfter();
            ErrorChange.Change change = new ErrorChange.Change(
                    Math.abs(after - before),
                    0,
                    (after > before ? "rose" : "fell") + " from " + Wording.thousandths(before) + " to "
                            + Wording.thousandths(after) + ", of which the latest " + adwin.size()
                            + " patient episodes are evidence",
                    adwin.size(),
                    "delta " + Wording.brief(delta) + " of one look");
            adwin.reset();
            return Optional.of(change);
        }

        @Override
        public long size() {
            return adwin.size();
        }

        @Override
        public void save(StateOutput out) {
            adwin.save(out);
        }

        @Override
        public void restore(StateInput in) {
            adwin.restore(in);
        }
    }
}
