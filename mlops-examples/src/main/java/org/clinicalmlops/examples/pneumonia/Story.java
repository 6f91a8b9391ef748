package org.clinicalmlops.examples.pneumonia;

import java.util.List;
import org.clinicalmlops.api.learn.UpdateProposal;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.api.maturity.MaturityReport;
import org.clinicalmlops.api.monitor.WindowReport;
import org.clinicalmlops.api.serve.Health;
import org.clinicalmlops.api.serve.TrialDecision;

/**
 * What happened, as values.
 *
 * @param trial what the silent trial's end was answered
 * @param windows what monitoring said at every review
 * @param proposals what it asked for
 * @param health what the deployment counted
 * @param maturity of the operation at the end
 * @param ledger whether the record holds
 */
record Story(
        TrialDecision trial,
        List<WindowReport> windows,
        List<UpdateProposal> proposals,
        Health health,
        MaturityReport maturity,
        Verification ledger) {}
