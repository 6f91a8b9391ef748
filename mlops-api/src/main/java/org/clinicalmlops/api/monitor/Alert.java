package org.clinicalmlops.api.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something that asks for attention, from its opening to its end. One for one cause: what several detectors say of one feature, or of
 * the model's outcomes, is one alert. Immutable; a change is a new value of the same id.
 *
 * @param id unique in its monitor
 * @param finding the finding that opened it, or the gravest since
 * @param also what else was found of the same cause
 * @param severity how much it presses
 * @param stage where it is in its life
 * @param openedAt when it was opened first
 * @param acknowledged who has taken it on; empty if nobody
 */
public record Alert(
        String id,
        Finding finding,
        List<Finding> also,
        Severity severity,
        Stage stage,
        Instant openedAt,
        Optional<Acknowledgement> acknowledged) {

    /** Where an alert is in its life. */
    public enum Stage {
        /** Found, and not yet over. */
        OPEN,
        /** The last windows were in order, too few of them to call it over. */
        RECOVERING,
        /** Over. */
        RESOLVED
    }

    /**
     * Somebody has taken it on.
     *
     * @param by a person, as the host names them
     * @param at when
     */
    public record Acknowledgement(String by, Instant at) {
        public Acknowledgement {
            Objects.requireNonNull(by, "by");
            Objects.requireNonNull(at, "at");
        }
    }

    public Alert {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(finding, "finding");
        also = List.copyOf(also);
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(openedAt, "openedAt");
        Objects.requireNonNull(acknowledged, "acknowledged");
    }

    /** A new alert on one finding; grave if outcomes show harm, of middle weight otherwise. */
    public static Alert opened(String id, Finding finding, Instant at) {
        Severity severity = finding.kind().harm() ? Severity.HIGH : Severity.MODERATE;
        return new Alert(id, finding, List.of(), severity, Stage.OPEN, at, Optional.empty());
    }

    /**
     * What outcomes ask for: the gravest remedy that a finding of harm names. A model that no longer tells who will have the event is
     * not mended by a new intercept, so that DISCRIMINATION asks for a retraining, and so does harm that names no remedy at all.
     *
     * @return empty if this is not about harm
     */
    public Optional<Finding.Remedy> asks() {
        List<Finding> harmful = Stream.concat(Stream.of(finding), also.stream())
                .filter(f -> f.kind().harm())
                .toList();
        Optional<Finding.Remedy> named = harmful.stream()
                .flatMap(f -> f
                        .context()
                        .asks()
                        .or(() -> Optional.of(Finding.Remedy.RETRAIN)
                                .filter(remedy -> f.kind() == Finding.Kind.DISCRIMINATION))
                        .stream())
                .max(Finding.Remedy::compareTo);
        return harmful.isEmpty() ? Optional.empty() : named.or(() -> Optional.of(Finding.Remedy.RETRAIN));
    }

    /** Whether patients are served worse, as outcomes show. */
    public boolean harm() {
        return finding.kind().harm();
    }
}
