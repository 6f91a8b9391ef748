package org.clinicalmlops.api.monitor;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.usecase.Role;

/**
 * How alerts live. Immutable.
 *
 * @param cleanWindows windows in order, one after the other, after which an alert is over; {@code >= 1}
 * @param coolDown found again within this time after its end, it is the same alert again; not negative
 * @param quiet when alerts that are not grave wait; empty if never
 * @param escalation who is told of a grave alert that nobody has taken on; empty if nobody
 */
public record AlertPolicy(
        int cleanWindows, Duration coolDown, Optional<QuietHours> quiet, Optional<Escalation> escalation)
        implements Declared {
    /**
     * Hours in which only grave alerts are told at once; the others are told at their end.
     *
     * @param from start
     * @param until end; before {@code from} if midnight lies between
     * @param zone where the hospital is
     */
    public record QuietHours(LocalTime from, LocalTime until, ZoneId zone) {
        public QuietHours {
            Objects.requireNonNull(zone, "zone");
            if (from.equals(until)) {
                throw new IllegalArgumentException(
                        "quiet hours must end at another time than they start, were " + from);
            }
        }
    }

    /**
     * @param after this time without an acknowledgement; longer than zero
     * @param to who is told
     */
    public record Escalation(Duration after, Role to) {
        public Escalation {
            Objects.requireNonNull(to, "to");
            if (after.isNegative() || after.isZero()) {
                throw new IllegalArgumentException("after must be longer than zero, was " + after);
            }
        }
    }

    public AlertPolicy {
        Objects.requireNonNull(quiet, "quiet");
        Objects.requireNonNull(escalation, "escalation");
        if (cleanWindows < 1) {
            throw new IllegalArgumentException("cleanWindows must be >= 1, was " + cleanWindows);
        }
        if (coolDown.isNegative()) {
            throw new IllegalArgumentException("coolDown must not be negative, was " + coolDown);
        }
    }

    /** Three clean windows, a cool-down of 30 days, no quiet hours, nobody to escalate to. Our choice. */
    public static AlertPolicy standard() {
        return new AlertPolicy(3, Duration.ofDays(30), Optional.empty(), Optional.empty());
    }

    public AlertPolicy quietBetween(LocalTime from, LocalTime until, ZoneId zone) {
        return new AlertPolicy(cleanWindows, coolDown, Optional.of(new QuietHours(from, until, zone)), escalation);
    }

    public AlertPolicy escalatedAfter(Duration after, Role to) {
        return new AlertPolicy(cleanWindows, coolDown, quiet, Optional.of(new Escalation(after, to)));
    }

    public AlertPolicy cleanWindows(int windows) {
        return new AlertPolicy(windows, coolDown, quiet, escalation);
    }

    public AlertPolicy coolDown(Duration time) {
        return new AlertPolicy(cleanWindows, time, quiet, escalation);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("alert-policy")
                .with("cleanWindows", cleanWindows)
                .with("coolDown", coolDown.toString())
                .with(
                        "quiet",
                        quiet.map(q -> q.from() + " to " + q.until() + " " + q.zone())
                                .orElse("never"))
                .with(
                        "escalation",
                        escalation.map(e -> e.to() + " after " + e.after()).orElse("nobody"));
    }
}
