package org.clinicalmlops.benchmarks;

import org.clinicalmlops.ledger.JdbcLedger;

/** A database of its own for one ledger; closing it deletes what is in it. */
interface LedgerPlace extends AutoCloseable {
    /** The ledger in it; again after it was closed, with what is stored. */
    JdbcLedger open();

    /** What says how durable a commit is here, in words of the database and of the machine. */
    String durability();

    @Override
    void close();
}
