package org.clinicalmlops.monitoring;

import java.util.List;
import org.clinicalmlops.api.monitor.AlertSink;
import org.clinicalmlops.api.monitor.MonitorEngine;

/**
 * Where monitoring starts: {@code StandardMonitoring.engine()}. Needs no trainer and no workspace; a host that bought its model uses
 * the engine alone.
 *
 * <p><b>Windows.</b> A window is {@code plan.window()} long, counted in UTC from the instant at which the monitor was opened. An
 * observation belongs to the window that the next review closes: review soon after each boundary. If several have passed, one
 * report spans them. What is too little to compare is carried over to the next window and said to be insufficient; it is never
 * reported as in order.
 *
 * <p><b>Detectors.</b> Each gets a part of the false alarms a year that the plan allows. By family, our choice: calibration 0.45, of which
 * the chart for everybody has 0.40 and ranges of risk have 0.05; other harm, which is excess loss and loss of discrimination, 0.20;
 * missing values, dead feeds and operation 0.20; groups of patients 0.10; drift of inputs and predictions 0.05. Within the last four
 * families it is divided equally. What only describes has none and pages nobody. The module's README has a table of all detectors.
 *
 * <p><b>Evidence.</b> Outcomes count when their horizon has passed, in the order in which it did, and one row for each episode: the
 * first that matured. Rows of one episode share their fate, and counted as many they would break every promise on false alarms. An
 * outcome that is told differently later changes no evidence that was taken; figures to date are revised at the next window's end.
 * Intervened cases stay so, whatever is told of them afterwards.
 *
 * <p><b>Alerts.</b> One for one cause: what is found of one feature, and what outcomes show of the model, is one alert each. It is over
 * after some windows in order one after the other (three, our choice); a window with too little to compare counts neither way. Found again
 * within the cool-down it is the same alert again. How much it presses depends on what it does to predictions and patients. Alerts that are
 * not grave wait for the end of quiet hours, grave ones that nobody takes on are escalated: see
 * {@link org.clinicalmlops.api.monitor.AlertPolicy}. Sinks are told while no lock is held; what they throw is counted.
 *
 * <p><b>Memory.</b> Counts of fixed size, in stripes, so that threads do not wait: twice as many as there are processors, rounded up to
 * a power of two, 64 at most. A stripe of 30 numeric features is 74 KB, with twelve groups 120 KB. 128 KB, or more after a window with
 * more than 66,000 episodes, tell which episodes a window has had. Besides, what is still awaited; what came due in the last half
 * year, or in the last horizon if that is longer, and at most 20,000 cases, for corrections; 48 bits of each episode of that time, so
 * that it gives evidence once.
 *
 * <p><b>Restart.</b> A monitor that is saved and resumed goes on with the same bits. In a state, an awaited case takes about 45 bytes
 * and a remembered one with its episode about 35; the rest is of fixed size.
 */
public final class StandardMonitoring {
    private StandardMonitoring() {}

    /** The engine. Stateless, deterministic, without a clock of its own; for any thread. */
    public static MonitorEngine engine() {
        return engine(new AlertSink[0]);
    }

    /**
     * The engine, whose monitors tell what becomes of alerts.
     *
     * @param sinks each is told every event, outside quiet hours; see {@code org.clinicalmlops.monitoring.sink}
     */
    public static MonitorEngine engine(AlertSink... sinks) {
        return new StandardEngine(List.of(sinks));
    }
}
