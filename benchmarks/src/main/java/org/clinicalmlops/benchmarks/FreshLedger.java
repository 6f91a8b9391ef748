package org.clinicalmlops.benchmarks;

import org.clinicalmlops.core.serve.Audit;
import org.clinicalmlops.ledger.JdbcLedger;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An empty ledger for each invocation. */
@State(Scope.Thread)
public class FreshLedger {
    private LedgerFile file;
    JdbcLedger ledger;
    Audit audit;

    public FreshLedger() {}

    @Setup(Level.Invocation)
    public void open() {
        file = new LedgerFile();
        ledger = file.open();
        audit = new Audit(ledger);
    }

    @TearDown(Level.Invocation)
    public void close() {
        audit.close();
        ledger.close();
        file.close();
    }
}
