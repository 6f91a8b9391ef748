package org.clinicalmlops.monitoring.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.clinicalmlops.api.monitor.AlertEvent.What;
import org.clinicalmlops.api.monitor.Severity;
import org.junit.jupiter.api.Test;

class EventTextTest {
    @Test
    void aMailSaysWhatAReaderAsksNext() {
        assertThat(EventText.subject("sepsis score", Events.of(What.REOPENED, Severity.MODERATE)))
                .isEqualTo("MODERATE, opened again: urea/UNIT_CHANGE/1 (sepsis score)");
        assertThat(EventText.body("sepsis score", Events.of(What.REOPENED, Severity.MODERATE)))
                .isEqualTo("""
                        Watched: sepsis score
                        Alert: urea/UNIT_CHANGE/1, MODERATE, OPEN
                        What: opened again at 2024-03-01T12:02:00Z
                        Open since: 2024-03-01T12:00:00Z
                        Taken on by: staff-7 at 2024-03-01T12:01:00Z

                        - urea: another unit, as it seems.
                          Since: about 2024-02-27
                          Episodes concerned: 41
                          Mean predicted risk: 10.0 % before, 15.0 % now
                          Look first at: the interface of the laboratory
                        - urea: "shifted".
                          Asks for: RECALIBRATE
                        """);
    }

    /** A name that a host chose badly must not forge a line of a log or a header of a mail. */
    @Test
    void nothingBeginsALineOfItsOwn() {
        String forged = "urea\r\nBcc: all@example.org\u2028x\u0085y\tz";

        assertThat(EventText.line(forged, Events.of(What.OPENED, Severity.LOW, forged)))
                .isEqualTo("urea Bcc: all@example.org x y z: opened urea/UNIT_CHANGE/1. urea Bcc: all@example.org x y z"
                        + " With it 1 more finding.");
        assertThat(EventText.subject(forged, Events.of(What.OPENED, Severity.LOW)))
                .doesNotContain("\r", "\n");
        assertThat(EventText.body("m", Events.of(What.OPENED, Severity.LOW, forged)))
                .contains("- urea Bcc: all@example.org x y z\n");
    }

    @Test
    void aLongSubjectIsCut() {
        assertThat(EventText.subject("x".repeat(500), Events.of(What.OPENED, Severity.LOW)))
                .hasSize(150)
                .endsWith("...");
    }
}
