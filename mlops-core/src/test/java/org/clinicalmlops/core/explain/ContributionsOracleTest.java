package org.clinicalmlops.core.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.explain.Contribution;
import org.clinicalmlops.api.explain.Contributions;
import org.clinicalmlops.api.explain.Explanation;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.core.feature.Typical;
import org.clinicalmlops.core.model.ArtifactReader;
import org.clinicalmlops.core.model.ModelArtifact;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Oracle: src/test/oracle/contributions.py, which reads the stored models' texts alone and takes the mean over all orders of the features.
 */
class ContributionsOracleTest {
    /** The typical values of the script for the model that has no stand-ins. */
    private static final Typical TYPICAL = Typical.read(
            Facts.of("typical.age", "60").with("typical.lactate", "1.5").with("typical.sex", "=F"));

    static Stream<String> lines() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/test/oracle/contributions.tsv"));
        return lines.stream().filter(line -> !line.startsWith("#"));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void contributionsAreThoseOfTheOracle(String line) throws IOException {
        String[] cells = line.replace("nan", "NaN").split("\t");
        double[] numbers =
                Stream.of(cells).skip(1).mapToDouble(Double::parseDouble).toArray();
        ModelArtifact model = model("model-" + cells[0] + ".json");

        Explanation found = Explainer.of(model, TYPICAL).explain(new double[] {numbers[0], numbers[1], numbers[2]});

        Contributions contributions = found.fold(c -> c, unexplained -> {
            throw new AssertionError(unexplained.reason());
        });
        assertThat(contributions.base()).isCloseTo(numbers[3], within(1e-13));
        for (int f = 0; f < 3; f++) {
            String name = model.schema().feature(f).name();
            assertThat(contributions.bySize().stream()
                            .filter(c -> c.feature().equals(name))
                            .mapToDouble(Contribution::amount)
                            .sum())
                    .as(name)
                    .isCloseTo(numbers[4 + f], within(1e-13));
        }
    }

    private static ModelArtifact model(String name) throws IOException {
        try (InputStream in = ModelArtifact.class.getResourceAsStream(name)) {
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return ArtifactReader.read(json, Digest.of(json));
        }
    }
}
