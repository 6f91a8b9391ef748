package org.clinicalmlops.examples.fhir;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * A patient on a ward at an instant, as an application has it that keeps FHIR resources.
 *
 * @param patient id of the Patient
 * @param encounter id of the Encounter
 * @param age years
 * @param pulse the latest Observation of it
 * @param lactate the latest Observation of it; null if there is none
 * @param deteriorated what is known a week later
 */
record Stay(
        String patient,
        String encounter,
        Instant at,
        double age,
        Observation pulse,
        @Nullable Observation lactate,
        boolean deteriorated) {

    /** In the unit that the observation has to have; a value in another unit is none. */
    static @Nullable Double value(@Nullable Observation observation, String ucum) {
        if (observation == null
                || !observation.hasValueQuantity()
                || !ucum.equals(observation.getValueQuantity().getCode())) {
            return null;
        }
        return observation.getValueQuantity().getValue().doubleValue();
    }

    /** The resources that the features are read from. */
    List<Reference> basis() {
        return Stream.of(Optional.of(pulse), Optional.ofNullable(lactate))
                .flatMap(Optional::stream)
                .map(observation -> new Reference(
                        "Observation/" + observation.getIdElement().getIdPart()))
                .toList();
    }
}
