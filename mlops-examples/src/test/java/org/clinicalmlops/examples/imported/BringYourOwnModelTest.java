package org.clinicalmlops.examples.imported;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BringYourOwnModelTest {
    @TempDir
    Path folder;

    @Test
    void aModelOfXgboostPassesTheGatesAndADamagedOneIsRefused() throws IOException {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        BringYourOwnModel.run(new PrintStream(told, true, StandardCharsets.UTF_8), folder.resolve("ledger.db"));
        List<String> lines = told.toString(StandardCharsets.UTF_8).lines().toList();

        assertThat(lines.get(0)).startsWith("Read ward-model.json: ");
        assertThat(lines).contains("Approved on the hospital's own patients.");
        assertThat(lines.stream().filter(line -> line.equals("  recorded, shown to nobody")))
                .hasSize(3);
        assertThat(lines)
                .containsSequence(
                        "The trial is over. Risk 18 %:",
                        "  The model's answer is lower because lactate is missing (typical: 1.39 mmol/L); 42 % of all that moves it.",
                        "  The model's answer is higher because of systolic 92 mm[Hg] (typical: 136 mm[Hg]); 28 % of all that moves it.",
                        "  The model's answer is higher because of age 81 years (typical: 56 years); 27 % of all that moves it.",
                        "  Another feature has 3 % of all that moves the answer.",
                        "On a card: Higher: systolic 92 mm[Hg], age 81 years; lower: lactate missing");
        assertThat(lines.get(lines.size() - 2)).isEqualTo("Refused a copy that was cut off:");
        assertThat(lines.get(lines.size() - 1)).startsWith("  FORMAT: JSON: ");
    }
}
