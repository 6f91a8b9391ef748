package org.clinicalmlops.monitoring.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.monitor.AlertEvent.What;
import org.clinicalmlops.api.monitor.Severity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;

class LogSinkTest {
    private static final class Lines extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1;
        final transient List<String> lines = new ArrayList<>();

        @Override
        protected String getFullyQualifiedCallerName() {
            return "";
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, Marker marker, String message, Object[] arguments, Throwable throwable) {
            lines.add(level + " " + message);
        }

        @Override
        public boolean isTraceEnabled() {
            return true;
        }

        @Override
        public boolean isDebugEnabled() {
            return true;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OPENED,       HIGH,     ERROR",
        "ESCALATED,    HIGH,     ERROR",
        "REOPENED,     MODERATE, WARN",
        "GREW,         LOW,      INFO",
        "RESOLVED,     HIGH,     INFO",
        "ACKNOWLEDGED, HIGH,     INFO"
    })
    void theLevelIsTheSeverityUnlessItIsGoodNews(What what, Severity severity, Level level) {
        Lines log = new Lines();

        new LogSink("sepsis {} score", log).accept(Events.of(what, severity));

        assertThat(log.lines).hasSize(1);
        assertThat(log.lines.get(0)).startsWith(level + " sepsis {} score: ").contains("urea/UNIT_CHANGE/1");
    }
}
