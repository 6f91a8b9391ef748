package org.clinicalmlops.api.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A change in the life of an alert.
 *
 * @param what has happened
 * @param alert as it is now
 * @param at when
 * @param news what has been found, of an alert that was opened or grew; nothing otherwise
 */
public record AlertEvent(What what, Alert alert, Instant at, List<Finding> news) {

    /** What has happened. */
    public enum What {
        OPENED,
        /** It was resolved a short time ago, and is there again. */
        REOPENED,
        /** More was found of the same cause, or it has become graver. */
        GREW,
        ACKNOWLEDGED,
        /** Nobody has taken it on in time. */
        ESCALATED,
        RESOLVED
    }

    public AlertEvent {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(alert, "alert");
        Objects.requireNonNull(at, "at");
        news = List.copyOf(news);
    }

    /** Without news. */
    public AlertEvent(What what, Alert alert, Instant at) {
        this(what, alert, at, List.of());
    }
}
