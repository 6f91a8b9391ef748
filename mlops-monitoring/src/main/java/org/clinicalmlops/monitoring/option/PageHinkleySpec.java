package org.clinicalmlops.monitoring.option;

import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Family;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.monitoring.classic.PageHinkley;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * The test of Page and Hinkley, floored at 0, for a rise of the errors of matured cases, for those who know it. Uses no part of the
 * false alarms a year: it keeps no such budget, so that what it sees is a notice and pages nobody. Starts anew after each.
 *
 * @param tolerated a rise that is none, finite, {@code >= 0}
 * @param limit the sum above which it speaks, finite, {@code > 0}
 * @param forgetting factor of the sum at each case, in (0, 1]
 * @param stream what it reads
 */
public record PageHinkleySpec(double tolerated, double limit, double forgetting, ErrorStream stream)
        implements DetectorSpec {
    /** Its id. */
    public static final String ID = "option.page-hinkley";

    public PageHinkleySpec {
        Objects.requireNonNull(stream, "stream");
        new PageHinkley(tolerated, limit, forgetting);
    }

    /** 0.005, 50 and 0.9999, as in MOA, on the cases that were on the wrong side of one half. */
    public static PageHinkleySpec standard() {
        return new PageHinkleySpec(0.005, 50, 0.9999, ErrorStream.WRONG_SIDE);
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
        return new ErrorChange(
                ID, "Page-Hinkley", stream, new Watch(new PageHinkley(tolerated, limit, forgetting), limit));
    }

    @Override
    public Declaration declaration() {
        return Declaration.of(ID)
                .with("tolerated", tolerated)
                .with("limit", limit)
                .with("forgetting", forgetting)
                .with("stream", stream.name());
    }

    private record Watch(PageHinkley test, double limit) implements ErrorChange.Watch {
        @Override
        public Optional<ErrorChange.Change> add(double error) {
            if (!test.add(error)) {
                return Optional.empty();
            }
            ErrorChange.Change change = new ErrorChange.Change(
                    test.sum(),
                    limit,
                    "rose above its mean of " + Wording.thousandths(test.mean()) + " over " + test.size()
                            + " patient episodes",
                    test.size(),
                    "chosen in the plan");
            test.reset();
            return Optional.of(change);
        }

        @Override
        public long size() {
            return test.size();
        }

        @Override
        public void save(StateOutput out) {
            test.save(out);
        }

        @Override
        public void restore(StateInput in) {
            test.restore(in);
        }
    }
}
