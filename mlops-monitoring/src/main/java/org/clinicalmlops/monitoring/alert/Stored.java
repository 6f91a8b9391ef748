package org.clinicalmlops.monitoring.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Severity;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/** Findings and alerts as a state holds them. What is read is checked: damage is an {@link MlopsException}. */
final class Stored {
    /** No true state holds more of anything. Our choice. */
    private static final int BOUND = 100_000;

    private Stored() {}

    static <T> void list(List<T> values, StateOutput out, BiConsumer<T, StateOutput> write) {
        out.putLong(values.size());
        values.forEach(value -> write.accept(value, out));
    }

    static <T> List<T> list(StateInput in, Function<StateInput, T> read) {
        long size = in.getLong();
        if (size < 0 || size > BOUND) {
            throw new MlopsException("a stored state must hold 0 to " + BOUND + " values in a row, not " + size);
        }
        List<T> values = new ArrayList<>();
        for (long i = 0; i < size; i++) {
            values.add(read.apply(in));
        }
        return values;
    }

    static <T> void optional(Optional<T> value, StateOutput out, BiConsumer<T, StateOutput> write) {
        list(value.stream().toList(), out, write);
    }

    static <T> Optional<T> optional(StateInput in, Function<StateInput, T> read) {
        return list(in, read).stream().findFirst();
    }

    static <E extends Enum<E>> E named(Class<E> type, StateInput in) {
        String name = in.getText();
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new MlopsException("a stored state names no " + type.getSimpleName(), e);
        }
    }

    static void alert(Alert alert, StateOutput out) {
        out.putText(alert.id());
        finding(alert.finding(), out);
        list(alert.also(), out, Stored::finding);
        out.putText(alert.severity().name());
        out.putText(alert.stage().name());
        out.putInstant(alert.openedAt());
        optional(alert.acknowledged(), out, Stored::acknowledgement);
    }

    static Alert alert(StateInput in) {
        return new Alert(
                in.getText(),
                finding(in),
                list(in, Stored::finding),
                named(Severity.class, in),
                named(Alert.Stage.class, in),
                in.getInstant(),
                optional(in, Stored::acknowledgement));
    }

    static void acknowledgement(Alert.Acknowledgement taken, StateOutput out) {
        out.putText(taken.by());
        out.putInstant(taken.at());
    }

    static Alert.Acknowledgement acknowledgement(StateInput in) {
        return new Alert.Acknowledgement(in.getText(), in.getInstant());
    }

    static void finding(Finding finding, StateOutput out) {
        out.putText(finding.kind().name());
        out.putText(finding.detector());
        out.putText(finding.subject());
        out.putText(finding.state().name());
        out.putText(finding.explanation());
        optional(finding.measure(), out, Stored::measure);
        Finding.Context context = finding.context();
        optional(context.since(), out, (value, to) -> to.putInstant(value));
        whole(context.patients(), out);
        real(context.meanRiskBefore(), out);
        real(context.meanRiskNow(), out);
        real(context.shareOfRiskChange(), out);
        optional(context.lookFirst(), out, (value, to) -> to.putText(value));
        optional(context.wouldHaveFound(), out, (value, to) -> to.putText(value));
        optional(context.asks(), out, (value, to) -> to.putText(value.name()));
    }

    static Finding finding(StateInput in) {
        return new Finding(
                named(Finding.Kind.class, in),
                in.getText(),
                in.getText(),
                named(Finding.State.class, in),
                in.getText(),
                optional(in, Stored::measure),
                new Finding.Context(
                        optional(in, StateInput::getInstant),
                        whole(in),
                        real(in),
                        real(in),
                        real(in),
                        optional(in, StateInput::getText),
                        optional(in, StateInput::getText),
                        optional(in, from -> named(Finding.Remedy.class, from))));
    }

    private static void measure(Finding.Measure measure, StateOutput out) {
        out.putDouble(measure.statistic());
        out.putDouble(measure.threshold());
        out.putLong(measure.nReference());
        out.putLong(measure.nCurrent());
        out.putText(measure.formula());
        out.putText(measure.thresholdFrom());
    }

    private static Finding.Measure measure(StateInput in) {
        return new Finding.Measure(
                in.getDouble(), in.getDouble(), in.getLong(), in.getLong(), in.getText(), in.getText());
    }

    private static void whole(OptionalLong value, StateOutput out) {
        out.putLongs(value.stream().toArray());
    }

    private static OptionalLong whole(StateInput in) {
        long[] value = in.getLongs();
        return value.length == 0 ? OptionalLong.empty() : OptionalLong.of(value[0]);
    }

    private static void real(OptionalDouble value, StateOutput out) {
        out.putDoubles(value.stream().toArray());
    }

    private static OptionalDouble real(StateInput in) {
        double[] value = in.getDoubles();
        return value.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(value[0]);
    }
}
