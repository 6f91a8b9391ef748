package org.clinicalmlops.core.serve;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.core.model.BoundModel;

/** One model version inside a deployment, with its monitor and the evidence of its silent trial. */
final class Version<R> {
    final BoundModel<R> model;
    final Monitor monitor;
    final Instant since;
    final AtomicLong answered = new AtomicLong();
    final AtomicLong abstained = new AtomicLong();

    Version(BoundModel<R> model, Monitor monitor, Instant since) {
        this.model = model;
        this.monitor = monitor;
        this.since = since;
    }

    Digest digest() {
        return model.artifact().digest();
    }
}
