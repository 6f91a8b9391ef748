package org.clinicalmlops.monitoring.outcome;

import java.time.Instant;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;

/**
 * What was told of one outcome. What a newer statement makes of an older one:
 *
 * <table>
 *   <caption>rows: what was told; columns: what is told now</caption>
 *   <tr><th></th><th>pending</th><th>known</th><th>censored</th><th>intervened</th></tr>
 *   <tr><th>pending</th><td>nothing new</td><td>known</td><td>censored</td><td>intervened</td></tr>
 *   <tr><th>known</th><td>taken back: a correction</td><td>the same: nothing new; the other: a correction</td>
 *       <td>a correction</td><td>a correction</td></tr>
 *   <tr><th>censored</th><td>a correction</td><td>a correction</td><td>nothing new</td><td>a correction</td></tr>
 *   <tr><th>intervened</th><td>a correction</td><td>nothing new</td><td>nothing new</td><td>nothing new</td></tr>
 * </table>
 *
 * <p>An action because of the prediction is not undone by what came of the patient afterwards: a case stays intervened whatever
 * outcome is told, until that is taken back. Where there is nothing new, the earlier date holds. Immutable.
 *
 * @param told what
 * @param at since when it holds; for what holds always, the earliest instant
 * @param event whether the event happened, where that is known
 * @param ahead whether it was counted as from the future
 */
record Statement(Told told, Instant at, boolean event, boolean ahead) {
    static final Statement NOTHING = new Statement(Told.PENDING, Instant.MIN, false, false);

    /** @param outcome if known, then 0 or 1 */
    static Statement of(Outcome<Risk> outcome) {
        return outcome.fold(
                known -> new Statement(Told.KNOWN, known.knownAt(), known.truth() == 1, false),
                pending -> NOTHING,
                censored -> new Statement(Told.CENSORED, Instant.MIN, false, false),
                acted -> new Statement(Told.INTERVENED, acted.at(), false, false));
    }

    /** Whether a newer statement says nothing that this one did not say. */
    boolean covers(Statement newer) {
        return newer.told == told && (told != Told.KNOWN || newer.event == event)
                || told == Told.INTERVENED && newer.told != Told.PENDING;
    }

    /** Both, where this one {@link #covers} the newer. */
    Statement with(Statement newer) {
        return newer.told == told && newer.at.isBefore(at) ? newer.ahead(ahead) : this;
    }

    Statement ahead(boolean counted) {
        return counted == ahead ? this : new Statement(told, at, event, counted);
    }

    /** The same without its date: it holds, and time does not go back. */
    Statement always() {
        return new Statement(told, Instant.MIN, event, ahead);
    }

    /** What holds at an instant: what is dated later is not known yet. */
    Told at(Instant now) {
        return at.isAfter(now) ? Told.PENDING : told;
    }
}
