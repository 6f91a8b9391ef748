package org.clinicalmlops.examples.flchain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.learn.UpdateProposal;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.WindowReport;
import org.clinicalmlops.core.Review;

/** Gathers the monthly reviews of a replay and tells them by the year. */
final class YearBook {
    private final Account account;
    private final List<Alert> alerts = new ArrayList<>();
    private final List<UpdateProposal> proposals = new ArrayList<>();
    private long rows;
    private long matured;
    private Optional<WindowReport> last = Optional.empty();

    YearBook(Account account) {
        this.account = account;
    }

    /** Follows a replay over some years and tells each of them. */
    static YearBook follow(Account account, Replay replay, int from, int to) {
        YearBook book = new YearBook(account);
        account.say("  year  scored  outcomes  observed/expected so far       AUROC so far");
        for (int year = from; year <= to; year++) {
            replay.until(Plans.year(year + 1).plusSeconds(1), book::take);
            book.tell(year);
        }
        return book;
    }

    /** Takes one review; alerts are told at once. */
    void take(Review<Assay> review) {
        review.window().ifPresent(window -> {
            rows += window.rows();
            matured += window.matured();
            last = Optional.of(window);
            window.opened().forEach(alert -> account.alert(window.until(), alert));
            alerts.addAll(window.opened());
        });
        review.proposal().ifPresent(proposal -> {
            account.say("    proposed: %s", proposal.action());
            proposals.add(proposal);
        });
    }

    /** Every alert so far. */
    List<Alert> alerts() {
        return List.copyOf(alerts);
    }

    /** Every proposal so far. */
    List<UpdateProposal> proposals() {
        return List.copyOf(proposals);
    }

    private void tell(int year) {
        account.say(
                "  %d  %6d  %8d  %-29s %s",
                year, rows, matured, performance("observed/expected to date"), performance("auroc to date"));
        rows = 0;
        matured = 0;
    }

    private String performance(String name) {
        return last.map(window -> window.performance().get(name))
                .map(Account::text)
                .orElse("no outcome yet");
    }
}
