package org.clinicalmlops.testkit.monitor;

import org.clinicalmlops.api.monitor.DetectorSpec;

/** How a host checks its own detector. */
class MoreEventsTest extends DetectorContract {
    @Override
    protected DetectorSpec detector() {
        return new MoreEvents(2, MoreEvents.Mistake.NONE);
    }
}
