package org.clinicalmlops.examples.pneumonia;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Visits that never took place: no value comes from a patient. The same seed gives the same visits on every JDK. Ages, measurements
 * and their shares are our choice, to look like an emergency department; who dies is drawn with the risk that the score publishes, so
 * that the score is right here by construction. Not thread-safe.
 */
public final class MadeUpVisits {
    /** Death within 30 days at 0 to 5 points; where from is told at {@link Curb65#score}. */
    private static final double[] PUBLISHED = {0.007, 0.032, 0.130, 0.170, 0.415, 0.570};

    private static final double NOT_MEASURED = 0.02;
    private static final double LOST_TO_FOLLOW_UP = 0.02;
    private static final double COMES_AGAIN = 0.04;
    private static final Duration DAY = Duration.ofDays(1);
    /** Somebody who comes again has survived the 30 days of the visit before. */
    private static final Duration BETWEEN_VISITS = Duration.ofDays(60);

    private final SplittableRandom random;
    private final List<EmergencyVisit> survivors = new ArrayList<>();
    private long visits;
    private long patients;

    public MadeUpVisits(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The visits of some days in the order of arrival: about twelve a day, with everything that will ever be known of them. */
    public List<EmergencyVisit> between(Instant from, Instant until) {
        List<EmergencyVisit> made = new ArrayList<>();
        for (Instant day = from; day.isBefore(until); day = day.plus(DAY)) {
            int today = 8 + whole(9);
            for (int i = 0; i < today; i++) {
                long slot = DAY.toSeconds() / today;
                made.add(visit(day.plusSeconds(i * slot + whole((int) slot))));
            }
        }
        return made;
    }

    private EmergencyVisit visit(Instant arrival) {
        EmergencyVisit visit = new EmergencyVisit(++visits, patient(arrival), arrival);
        visit.setAge(18 + (int) (79 * Math.sqrt(random.nextDouble())));
        visit.setConfused(chance(0.12));
        visit.setRespiratoryRate(Math.max(8, (int) (22 + 5.5 * bell())));
        visit.setBloodPressure((int) (132 + 22 * bell()), (int) (74 + 12 * bell()));
        double urea = StrictMath.exp(1.76 + 0.006 * (visit.getAge() - 60) + 0.45 * bell());
        visit.setUrea(Math.round(10 * urea) / 10.0);
        destiny(visit);
        if (chance(NOT_MEASURED)) {
            visit.setUrea(null);
        }
        return visit;
    }

    private void destiny(EmergencyVisit visit) {
        boolean dies = chance(PUBLISHED[points(visit)]);
        Instant death = visit.getArrival().plus(DAY.multipliedBy(1 + whole(28)));
        if (chance(LOST_TO_FOLLOW_UP)) {
            visit.setLastContact(visit.getArrival().plus(DAY.multipliedBy(whole(20))));
        } else if (dies) {
            visit.setDiedAt(death);
            visit.setLastContact(death);
        } else {
            visit.setLastContact(Curb65.end(visit));
            survivors.add(visit);
        }
    }

    /** The points of a visit whose urea was measured, written down a second time, apart from the library. */
    static int points(EmergencyVisit visit) {
        Double urea = Objects.requireNonNull(visit.getUrea(), "urea");
        boolean lowPressure = visit.getSystolic() < 90 || visit.getDiastolic() <= 60;
        return (visit.isConfused() ? 1 : 0)
                + (urea > 7 ? 1 : 0)
                + (visit.getRespiratoryRate() >= 30 ? 1 : 0)
                + (lowPressure ? 1 : 0)
                + (visit.getAge() >= 65 ? 1 : 0);
    }

    private String patient(Instant arrival) {
        if (chance(COMES_AGAIN) && !survivors.isEmpty()) {
            EmergencyVisit before = survivors.get(whole(survivors.size()));
            if (before.getArrival().plus(BETWEEN_VISITS).isBefore(arrival)) {
                return before.getHospitalNumber();
            }
        }
        return "H" + ++patients;
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** From 0 to below {@code limit}. */
    private int whole(int limit) {
        return (int) (limit * random.nextDouble());
    }

    /** About normal, mean 0 and standard deviation 1: the sum of twelve uniform numbers less six. */
    private double bell() {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }
}
