package org.clinicalmlops.core.registry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Digest;

/**
 * A time in which one version answered in a deployment without interruption: which, who let it, and on what evidence.
 *
 * @param from by the clock of who wrote the entry that began it
 * @param until its end, excluded; empty if it had none when the question was asked
 * @param began the entry that began it
 * @param ended the entry that ended it
 * @param trial the judgement of its silent trial; empty if it was rolled back to or started again without one since
 * @param evidence what its approval rests on, oldest first: rows, training, evaluation, baseline, gates, signatures, approval
 */
public record InUse(
        String deployment,
        String site,
        Digest model,
        Instant from,
        Optional<Instant> until,
        Reference began,
        Optional<Reference> ended,
        Optional<Reference> trial,
        List<Reference> evidence) {
    public InUse {
        evidence = List.copyOf(evidence);
    }

    /** Whether the version answered at this instant. */
    public boolean at(Instant instant) {
        return !instant.isBefore(from) && until.map(instant::isBefore).orElse(true);
    }

    /** Everything in words, one line for each entry. */
    public String text() {
        StringBuilder text = new StringBuilder("At " + site + " (deployment " + deployment + ") version "
                + model.brief() + " answered from " + from
                + until.map(end -> " until " + end).orElse(" on") + ".\n");
        text.append("Began: ").append(began).append('\n');
        trial.ifPresent(judged -> text.append("Trial: ").append(judged).append('\n'));
        ended.ifPresent(last -> text.append("Ended: ").append(last).append('\n'));
        evidence.forEach(part -> text.append("Evidence: ").append(part).append('\n'));
        return text.toString();
    }
}
