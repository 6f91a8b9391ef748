package org.clinicalmlops.examples.pneumonia;

import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A visit to the emergency department with pneumonia, as an ordinary hospital application has it: a mutable entity with getters,
 * some of whose fields are filled in later. It knows nothing of this library. Not thread-safe.
 */
public class EmergencyVisit {
    private final long visitNumber;
    private final String hospitalNumber;
    private final Instant arrival;
    private int age;
    private boolean confused;
    private @Nullable Double urea;
    private int respiratoryRate;
    private int systolic;
    private int diastolic;
    private @Nullable Instant diedAt;
    private Instant lastContact;

    /**
     * @param visitNumber the hospital's number of the visit
     * @param hospitalNumber the hospital's number of the patient
     */
    public EmergencyVisit(long visitNumber, String hospitalNumber, Instant arrival) {
        this.visitNumber = visitNumber;
        this.hospitalNumber = hospitalNumber;
        this.arrival = arrival;
        this.lastContact = arrival;
    }

    public long getVisitNumber() {
        return visitNumber;
    }

    public String getHospitalNumber() {
        return hospitalNumber;
    }

    public Instant getArrival() {
        return arrival;
    }

    /** Years. */
    public int getAge() {
        return age;
    }

    public void setAge(int age) {
        this.age = age;
    }

    /** Newly disorientated in person, place or time. */
    public boolean isConfused() {
        return confused;
    }

    public void setConfused(boolean confused) {
        this.confused = confused;
    }

    /** mmol/L, or so everybody thinks; null if it was not measured. */
    public @Nullable Double getUrea() {
        return urea;
    }

    public void setUrea(@Nullable Double urea) {
        this.urea = urea;
    }

    /** Breaths a minute. */
    public int getRespiratoryRate() {
        return respiratoryRate;
    }

    public void setRespiratoryRate(int respiratoryRate) {
        this.respiratoryRate = respiratoryRate;
    }

    /** mmHg. */
    public int getSystolic() {
        return systolic;
    }

    /** mmHg. */
    public int getDiastolic() {
        return diastolic;
    }

    public void setBloodPressure(int systolicPressure, int diastolicPressure) {
        this.systolic = systolicPressure;
        this.diastolic = diastolicPressure;
    }

    /** Null while the patient lives, as far as the hospital knows. */
    public @Nullable Instant getDiedAt() {
        return diedAt;
    }

    public void setDiedAt(@Nullable Instant diedAt) {
        this.diedAt = diedAt;
    }

    /** When the hospital last heard of the patient. */
    public Instant getLastContact() {
        return lastContact;
    }

    public void setLastContact(Instant lastContact) {
        this.lastContact = lastContact;
    }

    /** Whether the patient came between 20:00 and 08:00 UTC. */
    public boolean isNight() {
        int hour = arrival.atZone(ZoneOffset.UTC).getHour();
        return hour < 8 || hour >= 20;
    }
}
