package org.clinicalmlops.core.retention;

import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.clinicalmlops.api.ledger.Facts;

/** What a legal hold keeps from being forgotten. */
public sealed interface HoldScope {
    /** Every patient. */
    record Everything() implements HoldScope {}

    /** @param id of a deployment: every patient of whom it has rows */
    record OfDeployment(String id) implements HoldScope {
        public OfDeployment {
            if (id.isBlank()) {
                throw new IllegalArgumentException("the id of a deployment must not be blank");
            }
        }
    }

    /** @param pseudonym of one patient */
    record OfPatient(String pseudonym) implements HoldScope {
        public OfPatient {
            PatientRecords.requirePseudonym(pseudonym);
        }
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Supplier<? extends T> everything,
            Function<? super OfDeployment, ? extends T> deployment,
            Function<? super OfPatient, ? extends T> patient) {
        if (this instanceof OfDeployment d) {
            return deployment.apply(d);
        }
        if (this instanceof OfPatient p) {
            return patient.apply(p);
        }
        return everything.get();
    }

    /** @param deployments that have rows of the patient */
    default boolean covers(String pseudonym, Set<String> deployments) {
        return fold(
                () -> true,
                of -> deployments.contains(of.id()),
                of -> of.pseudonym().equals(pseudonym));
    }

    /** As it is stated in the ledger. */
    default Facts facts() {
        return fold(
                () -> Facts.of("scope", "EVERYTHING"),
                of -> Facts.of("scope", "DEPLOYMENT").with("deployment", of.id()),
                of -> Facts.of("scope", "PATIENT").with("patient", of.pseudonym()));
    }

    /** What {@link #facts} has stated. */
    static HoldScope of(Facts facts) {
        return switch (facts.required("scope")) {
            case "DEPLOYMENT" -> new OfDeployment(facts.required("deployment"));
            case "PATIENT" -> new OfPatient(facts.required("patient"));
            default -> new Everything();
        };
    }
}
