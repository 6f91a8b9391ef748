package org.clinicalmlops.monitoring.harm;

import java.util.OptionalDouble;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.monitoring.harm.Onset.Seen;
import org.clinicalmlops.monitoring.text.Wording;

/** What charts of outcomes have seen, for a reader. */
final class Told {
    private Told() {}

    /** Episodes, events and expected events. */
    static String of(Seen seen) {
        return "of " + Wording.count(seen.cases(), "patient episode") + " that came due since "
                + Wording.day(seen.since()) + ", " + seen.events() + " had the event and "
                + Wording.tenths(seen.expected()) + " were expected";
    }

    /** In brackets, with a space before; empty if there is none. These episodes raised the alarm, which is said. */
    static String oddsRatio(Seen seen) {
        return seen.oddsRatio()
                .map(ratio -> " (odds ratio " + Wording.hundredths(ratio.value()) + ", 95 % interval "
                        + Wording.hundredths(ratio.lower()) + " to " + Wording.hundredths(ratio.upper())
                        + "; rather too extreme, as it is of the episodes that raised the alarm)")
                .orElse("");
    }

    static String ratio(OptionalDouble found) {
        return found.isPresent() ? Wording.hundredths(found.getAsDouble()) : "more than 100";
    }

    /** Where a chart's limit comes from. */
    static String part(Allowance allowance, double whole) {
        return Wording.brief(allowance.perYear()) + " expected false alarms a year, its part of "
                + Wording.brief(whole);
    }
}
