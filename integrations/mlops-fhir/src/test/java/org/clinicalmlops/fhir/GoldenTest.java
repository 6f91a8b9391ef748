package org.clinicalmlops.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.TimeZone;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.Test;

/** What leaves the module, character by character: a change of it is a change for every reader of a record. */
class GoldenTest {
    private static final String FILE = "transaction.json";

    @Test
    void aTransactionIsWhatItWas() throws IOException {
        assertThat(pretty(transaction())).isEqualTo(golden().strip());
    }

    @Test
    void theZoneOfTheMachineChangesNothing() throws IOException {
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
            assertThat(pretty(transaction())).isEqualTo(golden().strip());
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void whatIsReadBackIsTheSame() throws IOException {
        Bundle fromJson = Validation.R4.newJsonParser().parseResource(Bundle.class, golden());
        assertThat(pretty(fromJson)).isEqualTo(golden().strip());
        String xml = Validation.R4.newXmlParser().encodeResourceToString(transaction());
        Bundle fromXml = Validation.R4.newXmlParser().parseResource(Bundle.class, xml);
        assertThat(pretty(fromXml)).isEqualTo(golden().strip());
    }

    private static Bundle transaction() {
        return Ward.value(Ward.most()
                        .build()
                        .render(Ward.answered(0.1234, Optional.of("high"), true), Ward.fullOccasion()))
                .transaction();
    }

    private static String pretty(Bundle bundle) {
        return Validation.R4.newJsonParser().setPrettyPrint(true).encodeResourceToString(bundle);
    }

    private static String golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(GoldenTest.class.getResourceAsStream(FILE), FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
