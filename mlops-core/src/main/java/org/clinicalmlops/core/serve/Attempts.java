package org.clinicalmlops.core.serve;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.LedgerUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends for the one writer, which may try again while the ledger is out of reach, as a database that restarts is. Entries of which it is not
 * known whether they are stored are looked for before anything else is done, so that none is stored twice. Used by one thread; {@link
 * #failingFor} by any.
 */
final class Attempts {
    /** Our choice: a database that restarts, or hands over to another server, is back by then. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long PAUSE_MILLIS = 100;
    private static final long NOTHING = Long.MIN_VALUE;
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final Ledger ledger;
    private final Duration patience;
    /** Since when nothing was taken, by {@link Elapsed}; {@link #NOTHING} if the ledger took what it was given last. */
    private volatile long failing = NOTHING;

    /** @param patience for how long after the first failure it is tried again */
    Attempts(Ledger ledger, Duration patience) {
        this.ledger = ledger;
        this.patience = patience;
    }

    /**
     * One attempt.
     *
     * @throws LedgerUnavailable if nothing was stored, or, when the patience is over, if that is still not known
     * @throws RuntimeException what else the ledger throws
     */
    List<Entry> append(List<Draft> drafts) {
        List<Entry> stored;
        try {
            stored = ledger.appendAll(drafts);
        } catch (LedgerUnavailable e) {
            failed();
            if (e.inDoubt().isEmpty() || !areStored(e)) {
                throw e;
            }
            stored = e.inDoubt();
        }
        if (failing != NOTHING) {
            LOG.info("The ledger takes entries again");
            failing = NOTHING;
        }
        return stored;
    }

    /** Looks until the ledger can be read. */
    private boolean areStored(LedgerUnavailable doubt) {
        Entry first = doubt.inDoubt().get(0);
        do {
            try {
                Optional<Entry> there = ledger.entry(first.sequence());
                if (there.isEmpty() || !there.get().equals(first)) {
                    throw LedgerUnavailable.nothingStored(doubt.reason(), doubt.getMessage(), doubt);
                }
                return true;
            } catch (LedgerUnavailable e) {
                if (e.getCause() == doubt) {
                    throw e;
                }
            }
            pause();
        } while (patient());
        return false;
    }

    /** Something was not taken. */
    void failed() {
        if (failing == NOTHING) {
            LOG.warn("The ledger takes no entries");
            failing = Elapsed.nanos();
        }
    }

    /** Whether it has not been tried for long enough. */
    boolean patient() {
        return failingFor().compareTo(patience) <= 0;
    }

    /** Before the next attempt. */
    void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            LOG.warn("The audit writer ignores an interrupt: it ends when its workspace is closed");
        }
    }

    /** Zero if the ledger took what it was given last. */
    Duration failingFor() {
        long since = failing;
        return since == NOTHING ? Duration.ZERO : Duration.ofNanos(Elapsed.nanos() - since);
    }
}
