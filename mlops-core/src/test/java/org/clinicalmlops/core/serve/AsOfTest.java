package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Fallback;
import org.clinicalmlops.api.serve.InputRules;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.train.PointsTable;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In these visits the digits of the age behind the point say how many hours ago the lactate was taken; of .99 nobody knows. */
@Timeout(20)
class AsOfTest {
    private static final Instant AT = Instant.parse("2022-07-20T10:00:00Z");
    private static final Visit VISIT = Visit.of("anna", AT, 71, 3.2, "F", true);
    private static final Duration DAY = Duration.ofHours(24);

    private static @Nullable Instant taken(Visit visit) {
        long hours = Math.round(visit.age() % 1 * 100);
        return hours == 99 ? null : visit.at().minus(Duration.ofHours(hours));
    }

    private static Visit hoursAgo(int hours) {
        return VISIT.withAge(71 + hours / 100.0);
    }

    private static FeatureSet<Visit> timed() {
        return Plans.features().asOf("lactate", AsOfTest::taken);
    }

    private static Pipeline<Visit, Risk> answering(InputRules rules) {
        return Plans.with(parts -> {
            parts.features = timed();
            parts.serving = same -> same.answering(rules);
        });
    }

    @Test
    void whatIsOlderThanTheRuleAllowsOrOfUnknownAgeIsNotScored() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(answering(InputRules.none().maxAge("lactate", DAY)));
            Prediction<Risk> old = new Prediction.Abstained<>(Abstention.OUT_OF_DATE, List.of("lactate"));

            assertThat(live.predict(hoursAgo(24))).isInstanceOf(Prediction.Answered.class);
            assertThat(live.predict(hoursAgo(25))).isEqualTo(old);
            assertThat(live.predict(hoursAgo(99))).isEqualTo(old);
            assertThat(live.predict(VISIT.withLactate(null))).isInstanceOf(Prediction.Answered.class);
        }
    }

    @Test
    void anImplausibleValueIsNamedBeforeAnOldOne() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live =
                    ward.live(answering(InputRules.none().maxAge("lactate", DAY).plausible("lactate", 0, 30)));

            assertThat(live.predict(hoursAgo(25).withLactate(31.0)))
                    .isEqualTo(new Prediction.Abstained<>(Abstention.IMPLAUSIBLE, List.of("lactate")));
        }
    }

    @Test
    void theRecordSaysWhenAValueWasTakenAndHowLongTheAnswerTook() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(answering(InputRules.none()));
            live.predict(hoursAgo(3));
            live.predict(hoursAgo(99));

            List<SortedMap<String, String>> rows = ward.recorded(EntryKind.PREDICTED).stream()
                    .map(row -> row.facts().asMap())
                    .toList();
            assertThat(rows.get(rows.size() - 2))
                    .containsEntry("asOf.lactate", "2022-07-20T07:00:00Z")
                    .containsEntry("latencyMicros", "0") // nobody moves the clock of this ward
                    .doesNotContainKeys("asOf.age", "asOf.sex");
            assertThat(rows.get(rows.size() - 1)).doesNotContainKey("asOf.lactate");
        }
    }

    @Test
    void theFallbackSaysOfHowOldValuesItHasMadeItsAnswer() {
        Fallback<Risk> score = Fallback.to(PointsTable.of("score")
                        .atLeast("lactate", "mmol/L", 4, 1)
                        .risks(0.3, 0.7))
                .on(Abstention.OUT_OF_DATE);
        Pipeline<Visit, Risk> plan = Plans.with(parts -> {
            parts.features = timed();
            parts.serving = same ->
                    same.answering(InputRules.none().maxAge("lactate", DAY)).fallback(score);
        });
        try (Ward ward = new Ward()) {
            assertThat(ward.live(plan).predict(hoursAgo(30))).isInstanceOf(Prediction.Answered.class);

            assertThat(ward.recorded(EntryKind.PREDICTED))
                    .last()
                    .satisfies(row -> assertThat(row.facts().asMap())
                            .containsEntry("because", "OUT_OF_DATE")
                            .containsEntry("asOf.lactate", "2022-07-19T04:00:00Z"));
        }
    }

    @Test
    void aFunctionThatThrowsIsAFailedFeature() {
        Pipeline<Visit, Risk> plan =
                Plans.with(parts -> parts.features = Plans.features().asOf("lactate", visit -> {
                    throw new IllegalStateException("no time");
                }));
        try (Ward ward = new Ward()) {
            assertThat(ward.deployed(plan).predict(VISIT))
                    .isEqualTo(new Prediction.Abstained<>(Abstention.FEATURE_FAILED));
        }
    }

    @Test
    void aRuleAboutTheAgeOfWhatIsNotTimedIsRefusedWhenThePlanIsBuilt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plans.with(parts ->
                        parts.serving = same -> same.answering(InputRules.none().maxAge("lactate", DAY))))
                .withMessageContaining("'lactate'")
                .withMessageContaining("asOf");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InputRules.none().maxAge("lactate", Duration.ZERO))
                .withMessageContaining("PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plans.features().asOf("sodium", Visit::at))
                .withMessageContaining("'sodium'")
                .withMessageContaining("lactate");
    }

    @Test
    void thePlansDigestKnowsWhichFeaturesAreTimed() {
        assertThat(Plans.with(parts -> parts.features = timed()).digest())
                .isNotEqualTo(Plans.standard().digest());
        assertThat(answering(InputRules.none().maxAge("lactate", DAY)).digest())
                .isNotEqualTo(answering(InputRules.none().maxAge("lactate", DAY.plusHours(1)))
                        .digest());
    }
}
