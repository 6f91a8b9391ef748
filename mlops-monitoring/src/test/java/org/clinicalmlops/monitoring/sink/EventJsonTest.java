package org.clinicalmlops.monitoring.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.clinicalmlops.api.monitor.AlertEvent.What;
import org.clinicalmlops.api.monitor.Severity;
import org.junit.jupiter.api.Test;

class EventJsonTest {
    /** By hand; the threshold is infinite and therefore not there. */
    @Test
    void anEventIsCanonicalJson() {
        assertThat(EventJson.of("sepsis \"score\"", Events.of(What.OPENED, Severity.MODERATE)))
                .isEqualTo("""
                        {"acknowledgedAt":"2024-03-01T12:01:00Z","acknowledgedBy":"staff-7",\
                        "alert":"urea/UNIT_CHANGE/1",\
                        "also":[{"asks":"RECALIBRATE","detector":"input.psi","explanation":"urea: \\"shifted\\".",\
                        "is":"finding","kind":"INPUT_DRIFT","subject":"urea"}],\
                        "at":"2024-03-01T12:02:00Z",\
                        "finding":{"detector":"input.unit","episodes":41,\
                        "explanation":"urea: another unit, as it seems.","is":"finding","kind":"UNIT_CHANGE",\
                        "lookFirst":"the interface of the laboratory","meanRiskBefore":0.1,"meanRiskNow":0.15,\
                        "measure":{"formula":"unit","is":"measure","nCurrent":120,"nReference":2000,\
                        "statistic":88.4,"thresholdFrom":"alpha 0.001"},"shareOfRiskChange":0.75,\
                        "since":"2024-02-27T00:00:00Z","subject":"urea"},\
                        "is":"alert-event","news":[{"asks":"RECALIBRATE","detector":"input.psi",\
                        "explanation":"urea: \\"shifted\\".","is":"finding","kind":"INPUT_DRIFT","subject":"urea"}],"openedAt":"2024-03-01T12:00:00Z","severity":"MODERATE",\
                        "stage":"OPEN","watched":"sepsis \\"score\\"","what":"OPENED"}""");
    }
}
