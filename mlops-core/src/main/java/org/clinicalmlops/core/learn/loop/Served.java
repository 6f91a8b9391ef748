package org.clinicalmlops.core.learn.loop;

import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.AutomaticPermission;
import org.clinicalmlops.api.learn.Evidence;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.SignOff;

/**
 * The deployment that a loop changes, as far as it needs to know it. Each effect is recorded by the deployment itself, with an entry of
 * its own: the loop looks for that entry before it asks for the effect again.
 *
 * @param <R> the host's row
 */
public interface Served<R> {
    String deployment();

    /** The version that answers. */
    Digest model();

    /** Whether its answers are shown: its own trial is over, and nobody has stopped it. */
    boolean live();

    /** The newer version on trial beside it. */
    Optional<Digest> beside();

    /** Starts the trial of a newer version: {@code SILENT_TRIAL_STARTED} with the fact {@code beside}. */
    void shadow(Approved<R, Risk> approved);

    /** Ends the trial of the newer version without promoting it: {@code SILENT_TRIAL_WITHDRAWN}. Nothing happens if there is none. */
    void withdraw(String reason);

    /** What a person signs who promotes the version on trial. */
    Digest toSign();

    /** Promotes the version on trial, without a person: {@code MODEL_PROMOTED}. Answers what stands in the way; nothing if it is done. */
    List<String> promote(AutomaticPermission permission);

    /** Promotes the version on trial, by a person: {@code MODEL_PROMOTED}. Answers what stands in the way; nothing if it is done. */
    List<String> promote(SignOff signOff);

    /**
     * Puts the version before the newest promotion back to use, because the one in use does harm: {@code MODEL_ROLLED_BACK}. Answers what
     * stands in the way; nothing if it is done.
     *
     * @param evidence of the monitoring of the version in use, in which the plan's rollback rule finds harm
     */
    List<String> rollBack(Evidence evidence);

    /** Open alerts of the version that answers. */
    List<Alert> alerts();

    /** Open alerts of the newer version on trial; none without one. */
    List<Alert> alertsOnTrial();
}
