package org.clinicalmlops.api.monitor;

import java.time.Instant;
import java.util.Objects;

/**
 * A finding that asks for attention. One alert for one kind and subject: while it is open, further findings open no other.
 *
 * @param id unique in its deployment
 * @param finding the finding that opened it
 * @param openedAt end of the window that showed it
 */
public record Alert(String id, Finding finding, Instant openedAt) {
    public Alert {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(finding, "finding");
        Objects.requireNonNull(openedAt, "openedAt");
    }

    /** Whether patients are served worse, as outcomes show. */
    public boolean harm() {
        return finding.kind().harm();
    }
}
