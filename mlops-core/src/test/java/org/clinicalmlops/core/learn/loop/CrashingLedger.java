package org.clinicalmlops.core.learn.loop;

import java.util.List;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.core.fixtures.ForwardingLedger;

/** Kills whoever makes the n-th append, just before or just after it is stored; 0 kills nobody. */
public final class CrashingLedger extends ForwardingLedger {
    private final boolean after;
    private volatile int left;
    private volatile int asked;
    private volatile boolean killed;

    /** What a killed process does: nothing more. An error, so that no code of ours takes it for a failure and goes on. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    public CrashingLedger(Ledger ledger, int atAppend, boolean after) {
        super(ledger);
        this.left = atAppend;
        this.after = after;
    }

    /** Whether it has killed. */
    public boolean killed() {
        return killed;
    }

    /** Appends that were asked for. */
    public int asked() {
        return asked;
    }

    @Override
    protected void appending(List<Draft> drafts) {
        asked++;
        left--;
        if (left == 0 && !after) {
            killed = true;
            throw new Killed();
        }
    }

    @Override
    protected void appended() {
        if (left == 0) {
            killed = true;
            throw new Killed();
        }
    }
}
