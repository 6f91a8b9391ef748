package org.clinicalmlops.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody who can write to the ledger can also compute a digest: a text with the right digest is still not trusted. */
class HostileModelTest {
    private static final String LINEAR = Models.linear().json();
    private static final String TREES = Models.trees().json();
    private static final String BOOSTING = Models.boosting().json();
    private static final String POINTS = Models.points().json();

    static Stream<Arguments> hostile() {
        return Stream.of(
                // trees
                of("a child before its parent", TREES, "\"left\":[1,0,3,0,0]", "\"left\":[0,0,3,0,0]"),
                of("a child beyond the tree", TREES, "\"right\":[2,0,4,0,0]", "\"right\":[2,0,99,0,0]"),
                of("a negative child", TREES, "\"right\":[2,0,4,0,0]", "\"right\":[-2,0,4,0,0]"),
                of("a leaf with a column below -1", TREES, "\"column\":[0,-1,1,-1,-1]", "\"column\":[0,-2,1,-1,-1]"),
                of("a column beyond the form", TREES, "\"column\":[0,-1,1,-1,-1]", "\"column\":[0,-1,4,-1,-1]"),
                of("arrays of different lengths", TREES, "\"leaf\":[0,0.1,0,0.35,0.8]", "\"leaf\":[0,0.1,0,0.35]"),
                of("a leaf above 1", TREES, "\"leaf\":[0,0.1,0,0.35,0.8]", "\"leaf\":[0,0.1,0,0.35,1.8]"),
                of("a weight of zero", TREES, "\"weight\":0.7", "\"weight\":0"),
                of(
                        "weights without a finite sum",
                        TREES.replace("\"weight\":0.7", "\"weight\":1.7E+308"),
                        "\"weight\":0.3",
                        "\"weight\":1.7E+308"),
                of(
                        "an index too large for a whole number",
                        TREES,
                        "\"right\":[2,0,4,0,0]",
                        "\"right\":[2,0,4294967298,0,0]"),
                of("a fraction as an index", TREES, "\"right\":[2,0,4,0,0]", "\"right\":[2.5,0,4,0,0]"),
                of("another number of columns", TREES, "\"columns\":4,", "\"columns\":5,"),
                of("a negative number of columns", TREES, "\"columns\":4,", "\"columns\":-1,"),
                of("no trees", TREES, "\"trees\":[", "\"trees\":[],\"was\":["),
                // what format 2 brought
                of("an unknown direction", BOOSTING, "\"missing\":[0,1,0,0,0]", "\"missing\":[0,3,0,0,0]"),
                of("a direction of a leaf", BOOSTING, "\"missing\":[0,1,0,0,0]", "\"missing\":[0,1,1,0,0]"),
                of("too few directions", BOOSTING, "\"missing\":[0,1,0,0,0]", "\"missing\":[0,1,0,0]"),
                of("a node that is nobody's child", BOOSTING, "\"left\":[1,3,0,0,0]", "\"left\":[1,4,0,0,0]"),
                of("very many categories", BOOSTING, "\"known\":3", "\"known\":2147483647"),
                of("a category that is not known", BOOSTING, "\"goLeft\":[0,2]", "\"goLeft\":[0,3]"),
                of("categories in no order", BOOSTING, "\"goLeft\":[0,2]", "\"goLeft\":[2,0]"),
                of("categories of a leaf", BOOSTING, "\"known\":3,\"node\":0", "\"known\":3,\"node\":2"),
                of("categories of no node", BOOSTING, "\"known\":3,\"node\":0", "\"known\":3,\"node\":99"),
                of("an unknown direction of the unseen", BOOSTING, "\"unseen\":1", "\"unseen\":-1"),
                of("unknown leaves", BOOSTING, "\"leaves\":\"log odds\"", "\"leaves\":\"odds\""),
                of("leaves above 1 of a forest", BOOSTING, "\"leaves\":\"log odds\",", ""),
                of("a base that is infinite", BOOSTING, "\"base\":-1.75", "\"base\":-1E999"),
                of("a code below unseen", BOOSTING, "\"codes\":[2,1,0,-1]", "\"codes\":[2,1,0,-2]"),
                of("codes of more levels", BOOSTING, "\"codes\":[2,1,0,-1]", "\"codes\":[2,1,0,-1,4]"),
                of("codes of a number", BOOSTING, "\"feature\":2,\"is\":\"code\"", "\"feature\":0,\"is\":\"code\""),
                of("boosting under format 1", BOOSTING, "\"format\":2", "\"format\":1"),
                of("a plain forest under format 2", TREES, "\"format\":1", "\"format\":2"),
                // points
                of("a negative column", POINTS, "\"column\":0,", "\"column\":-1,"),
                of("points below one", POINTS, "\"points\":2,", "\"points\":-2,"),
                of("points that overflow", POINTS, "\"points\":2,", "\"points\":2147483647,"),
                of("too few risks", POINTS, "0.5,0.9]", "0.5]"),
                of("inclusive as a text", POINTS, "\"inclusive\":true", "\"inclusive\":\"true\""),
                // linear
                of("a number beyond doubles", LINEAR, "\"intercept\":-4.7", "\"intercept\":-4.7E+999"),
                of("a number with an endless exponent", LINEAR, "\"intercept\":-4.7", "\"intercept\":1E+999999999"),
                of("a number of many digits", LINEAR, "\"intercept\":-4.7", "\"intercept\":" + "9".repeat(100_000)),
                of("NaN", LINEAR, "\"intercept\":-4.7", "\"intercept\":NaN"),
                of("a number as a text", LINEAR, "\"intercept\":-4.7", "\"intercept\":\"-4.7\""),
                of("a weight too many", LINEAR, "\"weights\":[", "\"weights\":[1,"),
                of("an unknown form", LINEAR, "\"is\":\"linear\"", "\"is\":\"quadratic\""),
                of("no form", LINEAR, "\"form\":", "\"from\":"),
                of("a form that is a list", LINEAR, "\"form\":{", "\"form\":[1],\"was\":{"),
                of("null for a form", LINEAR, "\"form\":{", "\"form\":null,\"was\":{"),
                // columns
                of(
                        "a column of a feature that is not there",
                        LINEAR,
                        "\"feature\":2,\"is\":\"at-level\"",
                        "\"feature\":3,\"is\":\"at-level\""),
                of(
                        "a column of a negative feature",
                        LINEAR,
                        "\"feature\":2,\"is\":\"at-level\"",
                        "\"feature\":-1,\"is\":\"at-level\""),
                of("a level that is not there", LINEAR, "\"level\":1,", "\"level\":2,"),
                of("a negative level", LINEAR, "\"level\":1,", "\"level\":-1,"),
                of(
                        "a level standing in that is not there",
                        LINEAR,
                        "\"name\":\"sex M\",\"standIn\":",
                        "\"name\":\"sex M\",\"standIn\":7"),
                of(
                        "a number read as a category",
                        LINEAR,
                        "\"feature\":2,\"is\":\"at-level\"",
                        "\"feature\":0,\"is\":\"at-level\""),
                of(
                        "a category read as a number",
                        LINEAR,
                        "\"feature\":0,\"is\":\"imputed\"",
                        "\"feature\":2,\"is\":\"imputed\""),
                of("an unknown kind of column", LINEAR, "\"is\":\"missing\"", "\"is\":\"absent\""),
                of("no columns", LINEAR, "\"columns\":[", "\"columns\":[],\"was\":["),
                // levels, schema, probes
                of("levels of more features", LINEAR, "\"features\":3,", "\"features\":4,"),
                of("levels of fewer features", LINEAR, "\"features\":3,", "\"features\":2,"),
                of("levels of very many features", LINEAR, "\"features\":3,", "\"features\":2147483647,"),
                of("a level listed twice", LINEAR, "[\"F\",\"M\"]", "[\"F\",\"F\"]"),
                of("levels of a number", LINEAR, "\"levels.0\":[]", "\"levels.0\":[\"A\"]"),
                of("an unknown kind of feature", LINEAR, "\"kind\":\"NUMERIC\"", "\"kind\":\"COMPLEX\""),
                of(
                        "a feature declared twice",
                        LINEAR,
                        "\"name\":\"lactate\",\"revision\"",
                        "\"name\":\"age\",\"revision\""),
                of(
                        "a revision of zero",
                        LINEAR,
                        "\"name\":\"lactate\",\"revision\":1",
                        "\"name\":\"lactate\",\"revision\":0"),
                of(
                        "a probe of too few values",
                        LINEAR,
                        "\"probes\":[]",
                        "\"probes\":[{\"is\":\"probe\",\"values\":[\"1\"]}]"),
                of("a probe of numbers", LINEAR, "\"probes\":[]", "\"probes\":[{\"is\":\"probe\",\"values\":[1,2,3]}]"),
                // the text itself
                of("a member more", LINEAR, "\"probes\":[]", "\"probes\":[],\"purpose\":\"none\""),
                of("a member twice", LINEAR, "\"probes\":[]", "\"probes\":[],\"probes\":[]"),
                of("white space", LINEAR, "\"probes\":[]", "\"probes\": []"),
                of("the same number written in another way", LINEAR, "\"intercept\":-4.7", "\"intercept\":-4.70"),
                of("another document behind it", LINEAR, "\"probes\":[]", "\"probes\":[]", "{}"),
                of("another kind of document", LINEAR, "\"is\":\"model\"", "\"is\":\"baseline\""));
    }

    private static Arguments of(String name, String json, String from, String to) {
        return of(name, json, from, to, "");
    }

    private static Arguments of(String name, String json, String from, String to, String end) {
        assertThat(json).as(name).contains(from);
        return Arguments.of(name, json.replace(from, to) + end);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void whatIsNoModelIsRefusedEvenUnderItsOwnDigest(String name, String json) {
        assertThatThrownBy(() -> ArtifactReader.read(json, Digest.of(json)))
                .as(name)
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("is not valid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "1", "\"model\"", "{", "{}", "{\"is\":\"model\"}", "nonsense"})
    void whatIsNoObjectAtAllIsRefused(String json) {
        assertThatThrownBy(() -> ArtifactReader.read(json, Digest.of(json))).isInstanceOf(MlopsException.class);
        assertThatThrownBy(() -> BaselineReader.read(json)).isInstanceOf(MlopsException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void deepNestingIsRefusedWithoutAStackOverflow(String opening) {
        String json = opening.repeat(200_000);
        String inside = LINEAR.replace("\"probes\":[]", "\"probes\":" + "[".repeat(200_000) + "]".repeat(200_000));

        assertThatThrownBy(() -> ArtifactReader.read(json, Digest.of(json))).isInstanceOf(MlopsException.class);
        assertThatThrownBy(() -> ArtifactReader.read(inside, Digest.of(inside))).isInstanceOf(MlopsException.class);
    }

    @Test
    void aNewerFormatIsRefusedByItsNumberWhateverElseItHolds() {
        String json = LINEAR.replace("\"format\":1", "\"format\":3").replace("\"probes\":[]", "\"news\":true");

        assertThatThrownBy(() -> ArtifactReader.read(json, Digest.of(json)))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("is of format 3, this version reads formats 1 to 2");
    }

    /** Either it is refused, or it is a model that answers every row without an exception. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aMutatedModelIsRefusedOrAModel(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String[] originals = {
            LINEAR, TREES, BOOSTING, POINTS, GivenModels.lactateScore().json()
        };
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            String json = mutated(originals[random.nextInt(originals.length)], random);
            ModelArtifact model;
            try {
                model = ArtifactReader.read(json, Digest.of(json));
            } catch (MlopsException e) {
                refused++;
                continue;
            }
            assertThat(model.digest()).isEqualTo(Digest.of(json));
            double[] coded = new double[model.schema().size()];
            for (double value : new double[] {Double.NaN, -1, 0, 1, 70.5, 1e300}) {
                Arrays.fill(coded, value);
                double risk = model.compiled().risk(coded, model.compiled().newScratch());
                assertThat(Double.isNaN(risk) || risk >= 0 && risk <= 1)
                        .as(json)
                        .isTrue();
            }
        }
        assertThat(refused).isGreaterThan(250);
    }

    private static String mutated(String json, SplittableRandom random) {
        StringBuilder text = new StringBuilder(json);
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(text.length());
            int other = Math.min(text.length(), at + 1 + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(at, "0123456789-.,[]{}\"eE:xn".charAt(random.nextInt(23)));
                case 1 -> text.deleteCharAt(at);
                case 2 -> text.delete(at, other);
                case 3 -> text.insert(at, text.substring(at, other));
                default -> {
                    int digit = at;
                    while (digit < text.length() - 1 && !Character.isDigit(text.charAt(digit))) {
                        digit++;
                    }
                    text.setCharAt(digit, (char) ('0' + random.nextInt(10)));
                }
            }
        }
        return text.toString();
    }
}
