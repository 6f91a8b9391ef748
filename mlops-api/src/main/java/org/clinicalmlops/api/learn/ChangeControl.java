package org.clinicalmlops.api.learn;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.validate.GatePolicy;

/**
 * The substance of a change plan: what may change, how, when a change is accepted and taken back, and what it does.
 *
 * @param modifications at least one, with different ids
 * @param acceptance gates that a new version has to pass beside those of the pipeline
 */
public record ChangeControl(
        List<Modification> modifications,
        ChangeProtocol protocol,
        GatePolicy<?> acceptance,
        RollbackRule rollback,
        ImpactAssessment impact)
        implements Declared {
    public ChangeControl {
        modifications = List.copyOf(modifications);
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(acceptance, "acceptance");
        Objects.requireNonNull(rollback, "rollback");
        Objects.requireNonNull(impact, "impact");
        if (modifications.isEmpty()) {
            throw new IllegalArgumentException("a change plan needs at least one modification, or is frozen");
        }
        List<String> ids = modifications.stream().map(Modification::id).toList();
        if (new HashSet<>(ids).size() < ids.size()) {
            throw new IllegalArgumentException("a modification's id must be unique, were " + ids);
        }
        boolean refits = modifications.stream().anyMatch(m -> m.kind() == Modification.Kind.REFIT);
        if (!refits && protocol.retraining().upTo() == UpdateExtent.REFIT) {
            throw new IllegalArgumentException(
                    "retraining goes up to a refit, which is none of the modifications " + ids);
        }
    }

    /** The modification of this id. */
    public Optional<Modification> modification(String id) {
        return modifications.stream().filter(m -> m.id().equals(id)).findFirst();
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("change-control")
                .with("modifications", modifications)
                .with("protocol", protocol)
                .with("acceptance", acceptance)
                .with("rollback", rollback)
                .with("impact", impact);
    }
}
