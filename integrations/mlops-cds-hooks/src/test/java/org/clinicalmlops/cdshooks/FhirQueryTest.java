package org.clinicalmlops.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Oracle: the templates by hand, after the specification's examples. */
class FhirQueryTest {
    private static final String SNOMED = "http://snomed.info/sct";
    private static final List<Function<String, FhirQuery>> SEARCHES = List.of(
            FhirQuery::observations,
            FhirQuery::conditions,
            FhirQuery::medicationRequests,
            FhirQuery::procedures,
            FhirQuery::encounters);

    @Test
    void templatesAreReadsAndSearchesOfThePatient() {
        assertThat(FhirQuery.patient("p").template()).isEqualTo("Patient/{{context.patientId}}");
        assertThat(FhirQuery.observations("creatinine")
                        .loinc("2160-0", "38483-4")
                        .only("status", "final", "amended")
                        .newest()
                        .template())
                .isEqualTo(
                        "Observation?patient={{context.patientId}}"
                                + "&code=http://loinc.org|2160-0,http://loinc.org|38483-4&status=final,amended&_sort=-date&_count=1");
        assertThat(FhirQuery.conditions("diabetes").code(SNOMED, "44054006").template())
                .isEqualTo("Condition?patient={{context.patientId}}&code=http://snomed.info/sct|44054006");
        assertThat(FhirQuery.medicationRequests("opioids")
                        .code("http://www.whocc.no/atc", "N02A")
                        .lastDays(30)
                        .template())
                .isEqualTo("MedicationRequest?patient={{context.patientId}}&code=http://www.whocc.no/atc|N02A"
                        + "&authoredon=ge{{today() - 30 days}}");
        assertThat(FhirQuery.encounters("visits")
                        .code(SNOMED, "4525004")
                        .newest(5)
                        .lastDays(365)
                        .template())
                .isEqualTo("Encounter?patient={{context.patientId}}&type=http://snomed.info/sct|4525004"
                        + "&date=ge{{today() - 365 days}}&_sort=-date&_count=5");
        assertThat(FhirQuery.procedures("all").template()).isEqualTo("Procedure?patient={{context.patientId}}");
    }

    /** What the specification lists as widely supported, and nothing else. */
    @RepeatedTest(200)
    void noTemplateLeavesTheSubsetOfTheSpecification(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        FhirQuery query = SEARCHES.get(random.nextInt(SEARCHES.size())).apply("any");
        for (int i = 0; i < random.nextInt(6); i++) {
            query = switch (random.nextInt(5)) {
                case 0 -> query.loinc("1-" + i, "2-" + i);
                case 1 -> query.code("urn:oid:2.16.840." + i, "E11.9");
                case 2 -> query.only("status" + "-x".repeat(i), "final");
                case 3 -> query.newest(1 + random.nextInt(1_000));
                default -> query.lastDays(1 + random.nextInt(36_500));
            };
        }
        String[] parts = query.template().split("[?]", 2);
        assertThat(parts[0]).matches("[A-Z][A-Za-z]+");
        List<String> names = new ArrayList<>();
        for (String parameter : parts[1].split("&")) {
            String[] pair = parameter.split("=", 2);
            names.add(pair[0]);
            assertThat(pair[1])
                    .as(query.template())
                    .matches(
                            switch (pair[0]) {
                                case "patient" -> "\\{\\{context\\.patientId}}";
                                case "_sort" -> "-(date|recorded-date|authoredon)";
                                case "_count" -> "[1-9]\\d{0,3}";
                                case "date", "recorded-date", "authoredon" ->
                                    "ge\\{\\{today\\(\\) - [1-9]\\d{0,4} days}}";
                                default -> "[A-Za-z0-9._~:/|-]+(,[A-Za-z0-9._~:/|-]+)*";
                            });
        }
        assertThat(names).doesNotHaveDuplicates().startsWith("patient");
        Templates.require("any", query.template());
    }

    @Test
    void aQueryIsNotChangedByWhatIsMadeOfIt() {
        FhirQuery all = FhirQuery.observations("urea").loinc("22664-7");
        String before = all.template();
        assertThat(all.newest().template()).isNotEqualTo(before);
        assertThat(all.loinc("3094-0").only("status", "final").lastDays(2).template())
                .isNotEqualTo(before);
        assertThat(all.template()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1,2", "a|b", "a b", "a&_count=9", "{{x}}", "50%", "a\\b", "a$b", "Ä"})
    void aCodeThatClientsWouldWriteDifferentlyIsRefusedByRuleAndValue(String code) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FhirQuery.observations("x").loinc("1-8", code))
                .withMessageContaining("code must match")
                .withMessageContaining("'" + code + "'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FhirQuery.observations("x").code("http://loinc.org|" + code, "1-8"))
                .withMessageContaining("system must match");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FhirQuery.observations("x").only("status", code))
                .withMessageContaining("value must match");
    }

    @Test
    void settingsAreRefusedByNameRuleAndValue() {
        FhirQuery query = FhirQuery.observations("urea").loinc("22664-7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> query.newest(0))
                .withMessage("most must be in [1, 1000], was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> query.lastDays(36_501))
                .withMessage("days must be in [1, 36500], was 36501");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> query.loinc("22664-7"))
                .withMessage("code of 'urea' must not be said twice: http://loinc.org|22664-7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> query.only("code:in", "x"))
                .withMessageContaining("'code:in'");
        for (String said : List.of("code", "date", "patient")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> query.only(said, "x"))
                    .withMessageContaining("'" + said + "'");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> FhirQuery.patient(" "));
        assertThatIllegalStateException()
                .isThrownBy(() -> FhirQuery.patient("p").newest())
                .withMessageContaining("'p'");
        assertThatIllegalStateException()
                .isThrownBy(() -> FhirQuery.patient("p").loinc("1-8"))
                .withMessageContaining("'p'");
    }
}
