package org.clinicalmlops.api.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.clinicalmlops.api.Risk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonsTest {
    private static final EnglishWording ENGLISH =
            EnglishWording.standard().unit("a", "years").label("hr", "heart rate");

    private static Contribution of(String feature, String unit, SeenValue value, SeenValue typical, double amount) {
        return new Contribution(feature, unit, value, Optional.of(typical), amount);
    }

    private static SeenValue number(double value) {
        return new SeenValue.Numeric(value);
    }

    private static SeenValue category(String name) {
        return new SeenValue.Category(name);
    }

    private static Contributions answer(Contribution... bySize) {
        double sum = 0;
        for (Contribution contribution : bySize) {
            sum += contribution.amount();
        }
        return new Contributions(Scale.LOG_ODDS, -3, -3 + sum, Optional.of(new Risk(0.05)), List.of(bySize));
    }

    private static final Contributions PATIENT = answer(
            of("creatinine", "mg/dL", number(2.1), number(0.9500000000000001), 2),
            of("lactate", "mmol/L", new SeenValue.Missing(), number(1.4), -1),
            of("age", "a", number(81), number(64), 0.5),
            of("ward", "1", new SeenValue.Unseen(), category("surgery"), 0.25),
            of("hr", "/min", number(110.5), new SeenValue.Missing(), 0.24),
            of("count", "1", number(3), number(2), 0.01),
            of("sex", "1", category("F"), category("F"), 0));

    @Test
    void theLargestAreToldOneSentenceEach() {
        Reasons reasons = Reasons.of(PATIENT, ENGLISH);

        assertThat(reasons.sentences())
                .containsExactly(
                        "The model's answer is higher because of creatinine 2.1 mg/dL (typical: 0.95 mg/dL); 50 % of all that moves it.",
                        "The model's answer is lower because lactate is missing (typical: 1.4 mmol/L); 25 % of all that moves it.",
                        "The model's answer is higher because of age 81 years (typical: 64 years); 13 % of all that moves it.");
        assertThat(reasons.rest()).contains("Another 3 features have 13 % of all that moves the answer.");
    }

    @Test
    void asManyAreToldAsAreAskedFor() {
        Reasons all = Reasons.of(PATIENT, ENGLISH).atMost(7);

        assertThat(all.sentences().subList(3, 6))
                .as("what has no part is no reason")
                .hasSameSizeAs(all.sentences().subList(3, all.sentences().size()))
                .containsExactly(
                        "The model's answer is higher because ward is a category that the model does not know (typical: surgery); 6 % of all that moves it.",
                        "The model's answer is higher because of heart rate 110.5 /min (typical: missing); 6 % of all that moves it.",
                        "The model's answer is higher because of count 3 (typical: 2); less than 1 % of all that moves it.");
        assertThat(all.rest()).isEmpty();
        assertThat(all.atMost(5).rest()).contains("Another feature has less than 1 % of all that moves the answer.");
        assertThat(all.atMost(1).sentences()).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> all.atMost(0)).withMessage("most must be >= 1, was 0");
    }

    /** The summary of a CDS Hooks card is shorter than 140 characters. */
    @ParameterizedTest(name = "{0} characters")
    @CsvSource(
            delimiter = '|',
            value = {
                "139 | Higher: creatinine 2.1 mg/dL, age 81 years; lower: lactate missing",
                "66  | Higher: creatinine 2.1 mg/dL, age 81 years; lower: lactate missing",
                "65  | Higher: creatinine 2.1 mg/dL; lower: lactate missing",
                "51  | Higher: creatinine 2.1 mg/dL",
                "28  | Higher: creatinine 2.1 mg/dL",
                "27  |",
                "0   |"
            })
    void inLittleRoomNoValueIsCut(int characters, String expected) {
        assertThat(Reasons.of(PATIENT, ENGLISH).brief(characters)).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void whatLowersOnlyIsToldAlone() {
        Contributions low = answer(of("age", "a", number(30), number(64), -0.5));

        assertThat(Reasons.of(low, ENGLISH).brief(139)).contains("Lower: age 30 years");
    }

    @Test
    void ofTheTypicalPatientThereIsNothingToTell() {
        Reasons none = Reasons.of(answer(of("age", "a", number(64), number(64), 0)), ENGLISH);

        assertThat(none.sentences()).isEmpty();
        assertThat(none.rest()).isEmpty();
        assertThat(none.brief(139)).isEmpty();
    }

    @Test
    void pointsAreToldAsPoints() {
        Contributions score = new Contributions(
                Scale.POINTS,
                0,
                3,
                Optional.empty(),
                List.of(
                        new Contribution("age", "a", number(72), Optional.empty(), 2),
                        new Contribution("confusion", "1", category("yes"), Optional.empty(), 1),
                        new Contribution("urea", "mmol/L", number(5), Optional.empty(), 0)));
        Reasons reasons = Reasons.of(score, ENGLISH);

        assertThat(reasons.sentences())
                .containsExactly(
                        "The score is 2 points higher because of age 72 years; 67 % of all points.",
                        "The score is 1 point higher because of confusion yes; 33 % of all points.");
        assertThat(reasons.rest()).isEmpty();
        assertThat(reasons.atMost(1).rest()).contains("Another feature gives 33 % of all points.");
        assertThat(reasons.brief(139)).contains("Points: age 72 years (2), confusion yes (1)");
    }

    /** Numbers have the digits with which they were recorded; typical ones that lie between two values are rounded. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "2.10,        2.1,         2.1",
        "0.30000000000000004, 0.30000000000000004, 0.3",
        "123456.789,  123456.789,  123457",
        "1234567,     1234567,     1234567",
        "0.0123456,   0.0123456,   0.01235",
        "-1.23456,    -1.23456,    -1.235",
        "0,           0,           0"
    })
    void numbersAreWrittenAsRecorded(double value, String recorded, String typical) {
        String sentence = Reasons.of(answer(of("x", "1", number(value), number(value), 1)), ENGLISH)
                .sentences()
                .get(0);

        assertThat(sentence).contains("because of x " + recorded + " (typical: " + typical + ")");
    }

    /** A contribution tells of the model, not of what harms a patient. */
    @Test
    void noWordSpeaksOfCauses() {
        Reasons reasons = Reasons.of(PATIENT, ENGLISH).atMost(9);
        String all = (String.join(" ", reasons.sentences()) + reasons.brief(500)).toLowerCase(Locale.ROOT);

        assertThat(all).doesNotContain(" cause", "causes", "caused", "leads to", "due to", "effect", "should");
        assertThat(reasons.sentences()).allMatch(sentence -> sentence.startsWith("The model's answer is "));
    }

    /** A host's own words. */
    private static final class German implements Wording {
        @Override
        public String sentence(Contribution contribution, Scale scale, double share) {
            String way = contribution.amount() > 0 ? "höher" : "niedriger";
            return "Das Modell antwortet " + way + " wegen " + contribution.feature() + " ("
                    + String.format(Locale.GERMANY, "%.1f %%", 100 * share) + ")";
        }

        @Override
        public String rest(int features, Scale scale, double share) {
            return features + " weitere Merkmale";
        }

        @Override
        public String brief(List<Contribution> largest, Scale scale) {
            return largest.stream().map(Contribution::feature).collect(Collectors.joining(", "));
        }
    }

    @Test
    void aHostMayUseItsOwnWords() {
        Reasons reasons = Reasons.of(PATIENT, new German());

        assertThat(reasons.sentences().get(2)).isEqualTo("Das Modell antwortet höher wegen age (12,5 %)");
        assertThat(reasons.rest()).contains("3 weitere Merkmale");
        assertThat(reasons.brief(20)).contains("creatinine, lactate");
    }
}
