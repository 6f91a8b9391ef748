package org.clinicalmlops.monitoring.sink;

/** The host's own way to send mail: it knows the server, the addresses and who is on duty. */
@FunctionalInterface
public interface MailSender {
    /**
     * @param subject one line
     * @param body plain text
     * @throws Exception if it cannot be sent
     */
    void send(String subject, String body) throws Exception;
}
