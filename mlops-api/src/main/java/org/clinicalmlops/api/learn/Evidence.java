package org.clinicalmlops.api.learn;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.clinicalmlops.api.monitor.Alert;

/**
 * What is known when somebody asks whether the model should change. Immutable.
 *
 * @param opened alerts that are new since the last time, or ask for more than they did
 * @param waiting other open alerts that have led to nothing but an investigation so far
 * @param inputsInAlarm whether an alert on inputs is open that nobody has taken on: then values may be garbled
 * @param freshOutcomes matured outcomes that the version in use has not learnt from; {@code >= 0}
 * @param since when the version in use was put to use, or a new one was proposed last
 * @param at now
 */
public record Evidence(
        List<Alert> opened, List<Alert> waiting, boolean inputsInAlarm, long freshOutcomes, Instant since, Instant at) {
    public Evidence {
        opened = List.copyOf(opened);
        waiting = List.copyOf(waiting);
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(at, "at");
        if (freshOutcomes < 0) {
            throw new IllegalArgumentException("freshOutcomes must be >= 0, was " + freshOutcomes);
        }
    }

    /** New alerts, and nothing else that is known. */
    public static Evidence of(List<Alert> opened, Instant at) {
        return new Evidence(opened, List.of(), false, 0, at, at);
    }

    public Evidence waiting(List<Alert> alerts) {
        return new Evidence(opened, alerts, inputsInAlarm, freshOutcomes, since, at);
    }

    public Evidence inputsInAlarm(boolean whether) {
        return new Evidence(opened, waiting, whether, freshOutcomes, since, at);
    }

    public Evidence freshOutcomes(long n) {
        return new Evidence(opened, waiting, inputsInAlarm, n, since, at);
    }

    public Evidence since(Instant instant) {
        return new Evidence(opened, waiting, inputsInAlarm, freshOutcomes, instant, at);
    }

    /** The new ones, then those that wait. */
    Stream<Alert> alerts() {
        return Stream.concat(opened.stream(), waiting.stream());
    }
}
