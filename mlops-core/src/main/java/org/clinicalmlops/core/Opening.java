package org.clinicalmlops.core;

import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.PatientKeys;
import org.clinicalmlops.api.monitor.MonitorEngine;
import org.clinicalmlops.api.usecase.Staff;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.core.retention.PatientRecords;
import org.clinicalmlops.core.retention.Retention;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a workspace is opened with. */
record Opening(
        Ledger ledger,
        Clock clock,
        Pseudonyms pseudonyms,
        Staff staff,
        MonitorEngine monitoring,
        Consumer<String> listener,
        Optional<PatientKeys> keys,
        Optional<Retention> retention)
        implements Workspace.Ready {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    @Override
    public Workspace.Ready progress(Consumer<String> told) {
        Objects.requireNonNull(told, "listener");
        return new Opening(ledger, clock, pseudonyms, staff, monitoring, told, keys, retention);
    }

    @Override
    public Workspace.Ready sealing(PatientKeys under) {
        return new Opening(ledger, clock, pseudonyms, staff, monitoring, listener, Optional.of(under), retention);
    }

    @Override
    public Workspace.Ready retention(Retention rules) {
        return new Opening(ledger, clock, pseudonyms, staff, monitoring, listener, keys, Optional.of(rules));
    }

    @Override
    public Workspace open() {
        if (retention.isPresent() && keys.isEmpty()) {
            throw new IllegalStateException(
                    "a retention needs sealing: rows that are stored as they are cannot be forgotten");
        }
        Workspace workspace = new Workspace(this);
        if (retention.isPresent()) {
            finish(workspace.patients());
        }
        return workspace;
    }

    /** Patients are served also while the store of keys is away. */
    private static void finish(PatientRecords patients) {
        try {
            patients.finish();
        } catch (MlopsException e) {
            LOG.error(
                    "Patients whose forgetting is decided are not forgotten yet: {}",
                    e.getClass().getSimpleName());
        }
    }
}
