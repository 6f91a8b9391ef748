package org.clinicalmlops.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The table of {@link FaultTable} for one seed: clean streams and ten faults. The whole of it, with what is missed and misnamed, is
 * printed by {@code ./mvnw -q -Pcalibration}; this seed is of those with which the rules were made, and its clean streams are of those
 * without an alarm.
 */
class FaultReplayTest {
    @Test
    void eachFaultIsFoundAndNamedAndCleanStreamsAreSilent() {
        FaultTable table = new FaultTable();
        table.add(Ward.published(), 1);
        assertThat(table.misses()).isEmpty();
        assertThat(table.silent()).isEqualTo(1);
        assertThat(table.silentAsPublished()).isEqualTo(1);
        for (Fault fault : Fault.values()) {
            assertThat(table.named(fault, fault.suspect)).as(fault.words).isEqualTo(1);
        }
    }
}
