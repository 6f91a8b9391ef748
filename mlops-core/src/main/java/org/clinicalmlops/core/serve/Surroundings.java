package org.clinicalmlops.core.serve;

import java.time.Clock;
import java.util.Objects;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.usecase.Staff;
import org.clinicalmlops.core.data.Pseudonyms;

/**
 * What a deployment works with.
 *
 * @param monitorClock what monitors of {@code clock} were opened with
 * @param ledger the one that {@code audit} writes to
 * @param opener brings up earlier versions, and those that another workspace has put beside or in use
 */
public record Surroundings<R>(
        Pseudonyms pseudonyms,
        Staff staff,
        Clock clock,
        ReplayClock monitorClock,
        Audit audit,
        Ledger ledger,
        Opener<R> opener) {
    public Surroundings {
        Objects.requireNonNull(pseudonyms, "pseudonyms");
        Objects.requireNonNull(staff, "staff");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(monitorClock, "monitorClock");
        Objects.requireNonNull(audit, "audit");
        Objects.requireNonNull(ledger, "ledger");
        Objects.requireNonNull(opener, "opener");
    }
}
