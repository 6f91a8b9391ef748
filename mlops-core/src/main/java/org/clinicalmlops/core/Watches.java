package org.clinicalmlops.core;

import java.util.Optional;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.ledger.KeysUnavailable;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorEngine;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.Resumption;
import org.clinicalmlops.core.model.BoundModel;
import org.clinicalmlops.core.registry.Registry;
import org.clinicalmlops.core.seal.Sealing;
import org.clinicalmlops.core.serve.Past;
import org.clinicalmlops.core.serve.ReplayClock;
import org.clinicalmlops.core.serve.Watch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a version that is taken up again gets its monitor. */
record Watches(MonitorEngine monitoring, Registry registry, ReplayClock clock, Sealing sealing) {
    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);

    <R> Watch<R> of(Past.Served version, BoundModel<? super R> model, MonitorPlan plan) {
        Baseline baseline = registry.baseline(version.model());
        if (version.saved().isPresent()) {
            long saved = version.saved().get().sequence();
            return resumed(version, plan, baseline)
                    .fold(
                            going -> new Watch<>(
                                    model, going.monitor(), version, saved, Watch.How.RESUMED, Optional.empty()),
                            refused -> anew(version, model, plan, baseline, refused.reason()));
        }
        if (version.reviewed()) {
            return anew(version, model, plan, baseline, "windows were closed, and no state was saved");
        }
        Monitor monitor = clock.at(version.since(), () -> monitoring.open(plan, baseline, clock));
        return new Watch<>(model, monitor, version, version.from(), Watch.How.REPLAYED, Optional.empty());
    }

    private Resumption resumed(Past.Served version, MonitorPlan plan, Baseline baseline) {
        try {
            Recorded saved = version.saved().orElseThrow();
            byte[] state = sealing.open(saved.facts(), Registry.state(saved));
            return monitoring.resume(plan, baseline, clock, state);
        } catch (KeysUnavailable e) { // to begin anew for want of a connection would throw evidence away
            throw e;
        } catch (MlopsException e) {
            return new Resumption.Refused(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) { // the host's own engine
            return new Resumption.Refused(
                    "the engine failed with " + e.getClass().getSimpleName());
        }
    }

    private <R> Watch<R> anew(
            Past.Served version, BoundModel<? super R> model, MonitorPlan plan, Baseline baseline, String reason) {
        LOG.warn("A monitor of a deployment that goes on starts now, and knows nothing of what was: {}", reason);
        Monitor monitor = monitoring.open(plan, baseline, clock);
        return new Watch<>(model, monitor, version, Watch.NOTHING, Watch.How.OPENED_ANEW, Optional.of(reason));
    }
}
