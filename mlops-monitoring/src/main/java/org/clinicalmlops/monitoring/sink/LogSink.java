package org.clinicalmlops.monitoring.sink;

import java.util.Objects;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.AlertSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events to the host's log, by the name of this class: a grave alert as an error, one of middle weight as a warning, everything
 * else, and the end of any, as information. Thread-safe.
 */
public final class LogSink implements AlertSink {
    private static final Logger LOG = LoggerFactory.getLogger(LogSink.class);

    private final String watched;
    private final Logger log;

    LogSink(String watched, Logger log) {
        this.watched = Objects.requireNonNull(watched, "watched");
        this.log = log;
    }

    /** @param watched what is watched, for a reader of the log: a model, a ward */
    public static LogSink named(String watched) {
        return new LogSink(watched, LOG);
    }

    @Override
    public void accept(AlertEvent event) {
        String line = EventText.line(watched, event);
        boolean calms = event.what() == AlertEvent.What.RESOLVED || event.what() == AlertEvent.What.ACKNOWLEDGED;
        if (calms) {
            log.info(line);
            return;
        }
        switch (event.alert().severity()) {
            case HIGH -> log.error(line);
            case MODERATE -> log.warn(line);
            case LOW -> log.info(line);
        }
    }
}
