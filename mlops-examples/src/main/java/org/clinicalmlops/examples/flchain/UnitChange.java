package org.clinicalmlops.examples.flchain;

import java.nio.file.Path;
import java.util.List;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.examples.time.ReplayClock;
import org.clinicalmlops.ledger.JdbcLedger;

/** Act two: the same model, and a laboratory interface that changes the unit of creatinine without saying so. */
public final class UnitChange {
    /** 1 mg/dL of creatinine is 88.4 umol/L. */
    private static final double UMOL_PER_L = 88.4;

    private final Account account;
    private final Path file;

    public UnitChange(Account account, Path file) {
        this.account = account;
        this.file = file;
    }

    /** Runs the act. */
    public List<Alert> run() {
        account.head("Act 2: from 1 March 1999 on, creatinine arrives in umol/L instead of mg/dL");
        account.say(
                "The same model as in act 1 is trained again in a ledger of its own, and watched through 1998 and 1999.");
        ReplayClock clock = new ReplayClock(Plans.year(1998));
        try (JdbcLedger ledger = Hospital.ledger(file)) {
            List<Alert> alerts = watch(ledger, clock);
            account.verified(ledger);
            return alerts;
        }
    }

    private List<Alert> watch(JdbcLedger ledger, ReplayClock clock) {
        try (Workspace ward = Hospital.workspace(ledger, clock).open()) {
            Pipeline<Assay, Risk> plan = Plans.main(0.75);
            Deployment<Assay, Risk> deployment = ward.deploy(Plans.signed(
                    ward,
                    ward.run(
                            plan,
                            DataCut.indexed(Plans.year(1995), Plans.year(1998))
                                    .asOf(Plans.year(2003))
                                    .allowingHindsight())));
            Replay replay = new Replay(ward, deployment, clock, Plans.assays());
            YearBook book = new YearBook(account);
            replay.until(Plans.day(1999, 3, 1), book::take);
            replay.interfaceChanges(assay -> assay.withCreatinineTimes(UMOL_PER_L));
            replay.until(Plans.day(2000, 1, 2), book::take);
            account.say(
                    "Named by the end of 1999: %s. The model is not retrained on garbled values.",
                    String.join(
                            ", ",
                            book.alerts().stream()
                                    .map(a -> a.finding().subject())
                                    .toList()));
            return book.alerts();
        }
    }
}
