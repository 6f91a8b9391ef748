package org.clinicalmlops.examples.flchain;

import static org.clinicalmlops.examples.flchain.Plans.year;

import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.usecase.Staff;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.monitoring.StandardMonitoring;

/** The shortest way from a plan to a verdict. */
public final class OneWard {
    private OneWard() {}

    /**
     * Runs a plan and tells what the gates say.
     *
     * @param told the roles that have to sign, or the reasons why not
     */
    public static void run(
            Pipeline<Assay, Risk> pipeline,
            Ledger ledger,
            Clock clock,
            byte[] secret,
            Staff staff,
            Consumer<List<?>> told) {
        // tag::workspace[]
        try (Workspace ward = Workspace.on(ledger)
                .clock(clock)
                .pseudonyms(Pseudonyms.hmacSha256(secret))
                .staff(staff)
                .monitoring(StandardMonitoring.engine())
                .open()) {
            ward.run(pipeline, DataCut.indexed(year(1995), year(1998)).asOf(year(2003)))
                    .match(
                            approved -> ward.deploy(approved),
                            rejected -> told.accept(rejected.reasons()),
                            awaiting -> told.accept(awaiting.roles()));
        }
        // end::workspace[]
    }
}
