package org.clinicalmlops.monitoring.sink;

import java.util.Objects;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.AlertSink;

/** Sends each event as a mail, through the host's sender and in its time. As thread-safe as the sender. */
public final class MailSink implements AlertSink {
    private final String watched;
    private final MailSender sender;

    private MailSink(String watched, MailSender sender) {
        this.watched = watched;
        this.sender = sender;
    }

    /**
     * @param watched what is watched, for a reader of the mail: a model, a ward
     * @param sender called once for each event; what it throws is counted by the monitor
     */
    public static MailSink named(String watched, MailSender sender) {
        return new MailSink(Objects.requireNonNull(watched, "watched"), Objects.requireNonNull(sender, "sender"));
    }

    @Override
    public void accept(AlertEvent event) {
        try {
            sender.send(EventText.subject(watched, event), EventText.body(watched, event));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new MlopsException("a mail about alert " + event.alert().id() + " was not sent", e);
        }
    }
}
