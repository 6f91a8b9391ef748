package org.clinicalmlops.api.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.usecase.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MandatesTest {
    private static final Serving<Risk> SERVING = Serving.after(
                    SilentTrial.lasting(Duration.ofDays(14)).endedBy(Role.CLINICAL_LEAD))
            .actingAbove(0.3);

    @Test
    void aPlanThatSaysNothingGivesThemToTheRoleThatEndsTheTrial() {
        for (Change change : Change.values()) {
            if (change == Change.PROMOTE || change == Change.WIDEN) {
                assertThat(SERVING.mandates().roles(change)).isEmpty();
            } else {
                assertThat(SERVING.mandates().roles(change)).containsExactly(Role.CLINICAL_LEAD);
            }
        }
    }

    @Test
    void aChangeHasTheRolesThatAreNamedForItAndNoOthers() {
        Mandates mandates = Mandates.all(Role.CLINICAL_LEAD)
                .with(Change.STOP, Role.CLINICAL_LEAD, Role.DATA_SCIENTIST)
                .with(Change.EXPORT);

        assertThat(mandates.roles(Change.STOP)).containsExactly(Role.CLINICAL_LEAD, Role.DATA_SCIENTIST);
        assertThat(mandates.roles(Change.EXPORT)).as("nobody").isEmpty();
        assertThat(mandates.roles(Change.RETIRE)).containsExactly(Role.CLINICAL_LEAD);
        assertThat(mandates.roles()).containsExactlyInAnyOrder(Role.CLINICAL_LEAD, Role.DATA_SCIENTIST);
    }

    @Test
    void theyArePartOfTheDigestOfAPlanThatNamesThem() {
        Mandates all = Mandates.all(Role.CLINICAL_LEAD);

        assertThat(SERVING.declaration().json()).as("as before there were any").doesNotContain("mandates");
        assertThat(SERVING.mandates(all).declaration()).isNotEqualTo(SERVING.declaration());
        for (Change change : Change.values()) {
            if (change != Change.PROMOTE && change != Change.WIDEN) {
                assertThat(SERVING.mandates(all.with(change)).declaration())
                        .isNotEqualTo(SERVING.mandates(all).declaration());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PROMOTE", "WIDEN"})
    void whoPromotesIsSaidElsewhere(Change change) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mandates.all(Role.CLINICAL_LEAD).with(change, Role.DATA_SCIENTIST))
                .withMessageContaining("silent trial");
    }

    /** Plans of before this change existed must keep their digest: it is how a deployment finds its plan again. */
    @Test
    void aChangeThatIsSaidElsewhereIsNoPartOfTheDigest() {
        assertThat(Mandates.all(Role.CLINICAL_LEAD).declaration().json()).doesNotContain("WIDEN");
    }
}
