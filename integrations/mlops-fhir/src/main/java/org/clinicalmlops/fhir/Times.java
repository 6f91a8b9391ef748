package org.clinicalmlops.fhir;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.InstantType;

/** Instants as FHIR writes them: in UTC and to the millisecond, whatever zone the JVM is in. */
final class Times {
    /** FHIR has years of four digits, and HAPI's dates count with the Julian calendar before 1582; our choice. */
    private static final int FIRST_YEAR = 1900;

    private static final int LAST_YEAR = 9999;

    private Times() {}

    static DateTimeType dateTime(Instant instant) {
        return new DateTimeType(Date.from(instant), TemporalPrecisionEnum.MILLI, utc());
    }

    static InstantType instant(Instant instant) {
        return new InstantType(Date.from(instant), TemporalPrecisionEnum.MILLI, utc());
    }

    static void check(Instant instant, String name, List<String> problems) {
        int year = instant.atOffset(ZoneOffset.UTC).getYear();
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            problems.add(name + " must be in the years " + FIRST_YEAR + " to " + LAST_YEAR + ", was in " + year);
        }
    }

    private static TimeZone utc() {
        return TimeZone.getTimeZone(ZoneOffset.UTC);
    }
}
