package org.clinicalmlops.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.train.LinearForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelArtifactTest {
    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of("linear", Models.linear()),
                Arguments.of("trees", Models.trees()),
                Arguments.of("boosting", Models.boosting()),
                Arguments.of("points", Models.points()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void aModelReadBackHasTheSameTextDigestAndRisksToTheBit(String name, ModelArtifact model) {
        ModelArtifact read = ArtifactReader.read(model.json(), model.digest());

        assertThat(read.json()).isEqualTo(model.json());
        assertThat(read.digest()).isEqualTo(model.digest()).isEqualTo(Digest.of(model.json()));
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2_000; i++) {
            double[] coded = Models.coded(random);
            assertThat(bits(read, coded)).isEqualTo(bits(model, coded));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void aKernelAnswersTheBitsOfItsFormsDefinition(String name, ModelArtifact model) {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 2_000; i++) {
            double[] coded = Models.coded(random);
            assertThat(bits(model, coded)).isEqualTo(Double.doubleToLongBits(Models.byDefinition(model, coded)));
        }
    }

    /**
     * The files were written by format 1 and are never written again: what a hospital has stored must stay readable. Oracle:
     * src/test/oracle/model_format_1.py, which reads the text alone; the last bits are ours.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "linear, b3ad520974781de0a03acfd28f362e70d96d35c388c539dabb720dd5bcc2ea1f, 0x1.43d05020710b7p-1",
        "trees, 26fa720136de747c8302598832a67ad9a5c1dcfe7c77c754d12bf1a62d22a5da, 0x1.51eb851eb851ep-1",
        "points, f1dafe1f634fc4a6627e304ea1c3064a24fa6121fc973b294f4425f1e8e9cd44, 0x1.999999999999ap-3"
    })
    void aModelOfFormatOneIsReadForEver(String form, String digest, String risk) throws IOException {
        String json = resource("model-1-" + form + ".json");

        ModelArtifact model = ArtifactReader.read(json, new Digest(digest));

        assertThat(model.digest().hex()).isEqualTo(digest);
        double[] coded = {71.25, 2.5, 1};
        assertThat(Double.toHexString(risk(model, coded))).isEqualTo(risk);
        assertThat(oracle(form)[1]).isEqualTo(digest);
        assertThat(risk(model, coded)).isCloseTo(Double.parseDouble(oracle(form)[2]), within(1e-15));
    }

    /** The file was written by format 2 and is never written again. Oracle: src/test/oracle/model_format_2.py. */
    @Test
    void aModelOfFormatTwoIsReadForEver() throws IOException {
        String json = resource("model-2-boosting.json");
        List<String> oracle = Files.readAllLines(Path.of("src/test/oracle/model_format_2.tsv"));
        ModelArtifact model = ArtifactReader.read(json, new Digest(oracle.get(1).substring("# SHA-256 ".length())));

        assertThat(json).isEqualTo(Models.boosting().json());
        assertThat(oracle).hasSize(9);
        for (String line : oracle.subList(2, 9)) {
            double[] values = Arrays.stream(line.replace("nan", "NaN").split("\t"))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            double risk = risk(model, Arrays.copyOf(values, 3));
            assertThat(Double.isNaN(risk)).as(line).isEqualTo(Double.isNaN(values[3]));
            assertThat(Double.isNaN(risk) || Math.abs(risk - values[3]) <= 1e-15)
                    .as(line)
                    .isTrue();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void aFlippedByteIsRefusedByTheDigest(String name, ModelArtifact model) {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = model.json().getBytes(StandardCharsets.UTF_8);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(7));
            String changed = new String(bytes, StandardCharsets.UTF_8);
            assertThatThrownBy(() -> ArtifactReader.read(changed, model.digest()))
                    .isInstanceOf(MlopsException.class)
                    .hasMessageContaining("it was changed");
        }
    }

    @Test
    void everyPartOfAModelChangesItsDigest() {
        LinearForm form = LinearForm.of(0, new double[4]);
        Digest base = Models.of(form, Recalibration.NONE).digest();

        assertThat(Models.of(LinearForm.of(0.1, new double[4]), Recalibration.NONE)
                        .digest())
                .isNotEqualTo(base);
        assertThat(Models.of(LinearForm.of(0, new double[] {0, 0, 0, 1e-12}), Recalibration.NONE)
                        .digest())
                .isNotEqualTo(base);
        assertThat(Models.of(form, new Recalibration(0, 1.1)).digest()).isNotEqualTo(base);
    }

    @Test
    void recalibrationIsMonotoneLeavesNaNAloneAndStaysInsideOfItsRange() {
        Recalibration again = new Recalibration(-0.5, 1.5);

        assertThat(again.apply(Double.NaN)).isNaN();
        assertThat(Recalibration.NONE.apply(0.3)).isEqualTo(0.3);
        double last = -1;
        for (double p = 0; p <= 1; p += 1.0 / 1024) {
            double r = again.apply(p);
            assertThat(r).isBetween(0.0, 1.0).isGreaterThanOrEqualTo(last);
            last = r;
        }
        assertThat(new Recalibration(1e308, -1e308).apply(0.2)).isBetween(0.0, 1.0);
        assertThatIllegalArgumentException().isThrownBy(() -> new Recalibration(Double.NaN, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Recalibration(0, Double.POSITIVE_INFINITY));
    }

    @Test
    void aPointsTableWithAMissingInputIsNotDefined() {
        assertThat(risk(Models.points(), new double[] {70, 2, 1})).isNotNaN();
        assertThat(risk(GivenModels.lactateScore(), new double[] {Double.NaN})).isNaN();
    }

    @Test
    void theFormMustReadTheColumnsThatThePreparationMakes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Models.of(LinearForm.of(0, new double[3]), Recalibration.NONE))
                .withMessage("the form reads 3 columns, the preparation makes 4");
    }

    private static String[] oracle(String form) throws IOException {
        return Files.readAllLines(Path.of("src/test/oracle/model_format_1.tsv")).stream()
                .map(line -> line.split("\t"))
                .filter(line -> line[0].equals(form))
                .findFirst()
                .orElseThrow();
    }

    static String resource(String name) throws IOException {
        try (InputStream in = ModelArtifactTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static double risk(ModelArtifact model, double[] coded) {
        return model.compiled().risk(coded, model.compiled().newScratch());
    }

    private static long bits(ModelArtifact model, double[] coded) {
        return Double.doubleToLongBits(risk(model, coded));
    }
}
