package org.clinicalmlops.api.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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

    /** Whether patients are served worse, as outcomes show. */
    public boolean harm() {
        return finding.kind().harm();
    }
}
