package org.clinicalmlops.examples.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page as a physician uses it: what is pressed is shown, and is in the ledger. */
class BedsidePageTest {
    private static final String PRESS = """
            (async () => {
              const found = async (selector) => {
                for (let i = 0; i < 600; i++) {
                  const one = document.querySelector(selector);
                  if (one) return one;
                  await new Promise((next) => setTimeout(next, 50));
                }
                throw new Error(`${selector}; ${document.body.innerText}`);
              };
              const taken = async () => (await found(".done:focus")).textContent;
              (await found(".actions > button")).click();
              const accepted = await taken();
              document.getElementById("open").requestSubmit();
              (await found(".dismissal select")).selectedIndex = 3;
              document.querySelector(".dismissal button").click();
              return [accepted, await taken(), document.getElementById("status").textContent].join("\\n");
            })()
            """;

    @Test
    @Timeout(120)
    void theButtonsAreFeedback(@TempDir Path directory) throws Exception {
        Clock clock = Clock.fixed(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);
        try (BedsideService running = new BedsideService(directory.resolve("ledger.db"), clock, 65);
                Chromium browser = new Chromium(running.records().origin() + "/#bed-1", "Chart: CDS Hooks example")) {
            assertThat(browser.run(PRESS).split("\n"))
                    .containsExactly(
                            "Accepted: Discuss admission with a senior.",
                            "Dismissed: PC CDS delivered in suboptimal context.",
                            "Dismissed: PC CDS delivered in suboptimal context. The service has it.");
            assertThat(running.score().feedback())
                    .satisfiesExactly(
                            first -> assertThat(first).endsWith(" ACCEPTED"),
                            second -> assertThat(second).endsWith(" OVERRIDDEN"));
        }
    }
}
