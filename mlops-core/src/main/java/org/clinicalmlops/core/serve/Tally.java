package org.clinicalmlops.core.serve;

import java.util.concurrent.atomic.LongAdder;
import org.clinicalmlops.api.serve.Health;

/** Counts what is told of predictions. Thread-safe. */
final class Tally {
    final LongAdder taken = new LongAdder();
    final LongAdder corrected = new LongAdder();
    final LongAdder repeated = new LongAdder();
    final LongAdder refused = new LongAdder();

    Health.Told now() {
        return new Health.Told(taken.sum(), corrected.sum(), repeated.sum(), refused.sum());
    }
}
