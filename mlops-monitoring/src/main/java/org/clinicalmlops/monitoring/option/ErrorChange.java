package org.clinicalmlops.monitoring.option;

import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;

/** A classic change detector on the errors of matured cases, one an episode. It tells; it does not page. Single-threaded. */
final class ErrorChange implements Detector {
    private static final String NO_PROMISE =
            "; this detector keeps no budget of false alarms, and its silence promises nothing";

    private final String id;
    private final String name;
    private final ErrorStream stream;
    private final Watch watch;

    /** One classic detector. */
    interface Watch {
        /** What it says if it alarms at this value, after which it has started anew. */
        Optional<Change> add(double error);

        /** Values that it has read since its start. */
        long size();

        void save(StateOutput out);

        void restore(StateInput in);
    }

    /**
     * @param statistic what exceeded its limit
     * @param limit the limit
     * @param words what has changed
     * @param cases values that it rests on
     * @param limitFrom where the limit comes from
     */
    record Change(double statistic, double limit, String words, long cases, String limitFrom) {}

    ErrorChange(String id, String name, ErrorStream stream, Watch watch) {
        this.id = id;
        this.name = name;
        this.stream = stream;
        this.watch = watch;
    }

    @Override
    public List<Finding> close(Window window) {
        Optional<Change> last = Optional.empty();
        for (MaturedCase matured : window.matured()) {
            Optional<Change> change = watch.add(stream.of(matured));
            last = change.isPresent() ? change : last;
        }
        return List.of(
                last.map(this::changed).orElseGet(() -> silent(window.matured().isEmpty())));
    }

    private Finding changed(Change change) {
        return finding(State.NOTICE, "the " + stream.words() + " " + change.words() + NO_PROMISE)
                .measured(new Measure(change.statistic(), change.limit(), 0, change.cases(), id, change.limitFrom()))
                .patients(change.cases());
    }

    private Finding silent(boolean none) {
        return none
                ? finding(State.INSUFFICIENT, "no outcome has come due in this window")
                : finding(
                        State.OK,
                        "no change of the " + stream.words() + " is seen in the latest " + watch.size()
                                + " patient episodes" + NO_PROMISE);
    }

    private Finding finding(State state, String text) {
        return Finding.of(Kind.PERFORMANCE, id, Finding.MODEL, state, name + ": " + text + ".");
    }

    @Override
    public void save(StateOutput out) {
        watch.save(out);
    }

    @Override
    public void restore(StateInput in) {
        watch.restore(in);
    }
}
