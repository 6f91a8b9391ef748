package org.clinicalmlops.fhir;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * About whom, when and out of what an answer was given: the host knows, and this project invents no reference. Nothing is judged here, so that
 * nothing is thrown beside a patient: what is wrong is told by {@link Rendering.NotRendered}. Immutable, thread-safe as long as
 * nobody changes the references that were given.
 */
public final class Occasion {
    private final @Nullable Reference subject;
    private final Instant index;
    private final Instant predicted;
    private final Instant recorded;
    private final @Nullable Reference encounter;
    private final @Nullable Reference requester;
    private final List<@Nullable Reference> basis;

    private Occasion(
            @Nullable Reference subject,
            Instant index,
            Instant predicted,
            Instant recorded,
            @Nullable Reference encounter,
            @Nullable Reference requester,
            List<@Nullable Reference> basis) {
        this.subject = subject;
        this.index = Objects.requireNonNull(index, "index");
        this.predicted = Objects.requireNonNull(predicted, "predicted");
        this.recorded = Objects.requireNonNull(recorded, "recorded");
        this.encounter = encounter;
        this.requester = requester;
        this.basis = new ArrayList<>(basis);
    }

    /**
     * The least that has to be known. Instants are written to the millisecond.
     *
     * @param subject the patient, by address: {@code Patient/id}, an http address, or the {@code urn:uuid} of an entry that the host adds
     *     to the transaction
     * @param index the row's index instant: the horizon begins here
     * @param predicted when the deployment answered
     */
    public static Occasion of(@Nullable Reference subject, Instant index, Instant predicted) {
        return new Occasion(subject, index, predicted, predicted, null, null, List.of());
    }

    /** @param instant when this is written to the record, if later than predicted, as after an outage; not before it */
    public Occasion recordedAt(Instant instant) {
        return new Occasion(subject, index, predicted, instant, encounter, requester, basis);
    }

    /** @param reference the Encounter in which it was predicted; null for none */
    public Occasion during(@Nullable Reference reference) {
        return new Occasion(subject, index, predicted, recorded, reference, requester, basis);
    }

    /** @param reference who asked for the prediction: a Practitioner, PractitionerRole, Organization or Device; null if it is not known */
    public Occasion requestedBy(@Nullable Reference reference) {
        return new Occasion(subject, index, predicted, recorded, encounter, reference, basis);
    }

    /** @param references the resources that the row was read from, as Observations; replaces what was said before */
    public Occasion basedOn(List<? extends @Nullable Reference> references) {
        return new Occasion(subject, index, predicted, recorded, encounter, requester, new ArrayList<>(references));
    }

    Optional<Reference> subject() {
        return Optional.ofNullable(subject);
    }

    Instant index() {
        return index;
    }

    Instant predicted() {
        return predicted;
    }

    Instant recorded() {
        return recorded;
    }

    Optional<Reference> encounter() {
        return Optional.ofNullable(encounter);
    }

    Optional<Reference> requester() {
        return Optional.ofNullable(requester);
    }

    /** None is null once {@link #problems} has found nothing. */
    List<Reference> basis() {
        return basis.stream().filter(Objects::nonNull).map(References::copy).toList();
    }

    /** What keeps this from being written; empty if nothing does. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        References.checkAddress(subject, "subject", problems, "Patient");
        if (encounter != null) {
            References.check(encounter, "encounter", problems, "Encounter");
        }
        if (requester != null) {
            References.check(
                    requester, "requester", problems, "Practitioner", "PractitionerRole", "Organization", "Device");
        }
        for (int i = 0; i < basis.size(); i++) {
            References.check(basis.get(i), "basis " + i, problems);
        }
        Times.check(index, "index", problems);
        Times.check(predicted, "predicted", problems);
        Times.check(recorded, "recorded", problems);
        if (recorded.isBefore(predicted)) {
            problems.add("recorded must not be before predicted");
        }
        return problems;
    }
}
