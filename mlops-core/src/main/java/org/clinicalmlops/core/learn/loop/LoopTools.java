package org.clinicalmlops.core.learn.loop;

import java.time.Clock;
import java.util.Objects;
import java.util.function.Consumer;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.monitor.MonitorEngine;
import org.clinicalmlops.api.usecase.Staff;
import org.clinicalmlops.core.data.Pseudonyms;

/**
 * What a loop works with.
 *
 * @param monitoring profiles the rows of a new version
 * @param progress told of each step before it is taken, from the thread that takes it
 */
public record LoopTools(
        Ledger ledger,
        Clock clock,
        Pseudonyms pseudonyms,
        Staff staff,
        MonitorEngine monitoring,
        Consumer<String> progress) {
    public LoopTools {
        Objects.requireNonNull(ledger, "ledger");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(pseudonyms, "pseudonyms");
        Objects.requireNonNull(staff, "staff");
        Objects.requireNonNull(monitoring, "monitoring");
        Objects.requireNonNull(progress, "progress");
    }
}
