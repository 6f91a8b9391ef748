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
    private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");

    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Times() {}

    static DateTimeType dateTime(Instant instant) {
        return new DateTimeType(Date.from(instant), TemporalPrecisionEnum.MILLI, utc());
    }

    static InstantType instant(Instant instant) {
        return new InstantType(Date.from(instant), TemporalPrecisionEnum.MILLI, utc());
    }

    static void check(Instant instant, String name, List<String> problems) {
        boolean before = instant.isBefore(FIRST);
        if (before || !instant.isBefore(END)) {
            problems.add(name + " must be in the years 1900 to 9999, was " + (before ? "earlier" : "later"));
        }
    }

    private static TimeZone utc() {
        return TimeZone.getTimeZone(ZoneOffset.UTC);
    }
}
