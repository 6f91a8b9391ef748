package org.clinicalmlops.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private static final Names NAMES = new Names(Ward.BASE);

    @Test
    void anAddressFollowsFromWhatIsNamedAndFromNothingElse() {
        Set<String> addresses = new HashSet<>();
        for (String base : new String[] {Ward.BASE, "https://hospital.example/other"}) {
            Names names = new Names(base);
            for (String resource : new String[] {"Device", "RiskAssessment"}) {
                for (int i = 0; i < 1_000; i++) {
                    String address = names.address(resource, names.prediction("p" + i));
                    assertThat(address).isEqualTo(new Names(base).address(resource, names.prediction("p" + i)));
                    UUID uuid = UUID.fromString(address.substring("urn:uuid:".length()));
                    assertThat("urn:uuid:" + uuid).isEqualTo(address);
                    assertThat(uuid.version()).isEqualTo(8);
                    assertThat(uuid.variant()).isEqualTo(2);
                    addresses.add(address);
                }
            }
        }
        assertThat(addresses).hasSize(4_000);
    }

    /** R4 escapes the comma, the bar, the dollar sign and the backslash; the rest is the escaping of addresses. */
    @Test
    void aSearchFindsAnIdentifierOfAnyCharacters() {
        assertThat(Names.search(NAMES.prediction("ward-1 7")))
                .isEqualTo("identifier=" + Ward.BASE + "/prediction%7Cward-1+7");
        assertThat(Names.search(NAMES.prediction("a|b,c$d\\e&f")))
                .isEqualTo("identifier=" + Ward.BASE + "/prediction%7Ca%5C%7Cb%5C%2Cc%5C%24d%5C%5Ce%26f");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hospital.example",
                "ftp://hospital.example",
                "https://hospital.example/",
                "https://hospital.example/mlops?x=1",
                "https://hospital.example/mlops#a",
                "https://hospital.example/a b",
                "urn:oid:1.2.3"
            })
    void namesNeedAnAddressOfTheHost(String base) {
        assertThatThrownBy(() -> FhirOutput.of(Ward.useCase()).namesUnder(base))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "names must be under an http or https address without query and without a slash at its end, was '"
                                + base + "'");
    }
}
