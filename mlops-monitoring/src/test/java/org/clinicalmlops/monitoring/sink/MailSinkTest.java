package org.clinicalmlops.monitoring.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.AlertEvent.What;
import org.clinicalmlops.api.monitor.Severity;
import org.junit.jupiter.api.Test;

class MailSinkTest {
    private static final AlertEvent EVENT = Events.of(What.OPENED, Severity.HIGH);

    @Test
    void eachEventIsAMail() {
        List<String> sent = new ArrayList<>();

        MailSink.named("ward 3", (subject, body) -> sent.add(subject + "|" + body))
                .accept(EVENT);

        assertThat(sent).containsExactly(EventText.subject("ward 3", EVENT) + "|" + EventText.body("ward 3", EVENT));
    }

    @Test
    void whatTheSenderThrowsReachesTheMonitorWhichCountsIt() {
        assertThatExceptionOfType(MlopsException.class)
                .isThrownBy(() -> MailSink.named("w", (subject, body) -> {
                            throw new IOException("no route");
                        })
                        .accept(EVENT))
                .withMessage("a mail about alert urea/UNIT_CHANGE/1 was not sent")
                .withCauseInstanceOf(IOException.class);
        assertThatIllegalStateException()
                .isThrownBy(() -> MailSink.named("w", (subject, body) -> {
                            throw new IllegalStateException();
                        })
                        .accept(EVENT));
    }

    @Test
    void anInterruptIsNotLost() {
        assertThatExceptionOfType(MlopsException.class)
                .isThrownBy(() -> MailSink.named("w", (subject, body) -> {
                            throw new InterruptedException();
                        })
                        .accept(EVENT));
        assertThat(Thread.interrupted()).isTrue();
    }
}
