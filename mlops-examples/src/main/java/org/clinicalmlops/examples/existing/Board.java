package org.clinicalmlops.examples.existing;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.clinicalmlops.examples.pneumonia.EmergencyVisit;

/** The application as it was: who is in the emergency department, a line each, with columns that others add. It knows of no model. */
final class Board {
    /** What somebody else adds. Must not fail, and must not take long. */
    interface Column {
        /** What stands in the line of a visit; nothing if it is empty. */
        String cell(EmergencyVisit visit);

        /** The visit is over, and what became of the patient is known. */
        void over(EmergencyVisit visit);

        /** For the page that the people of the computer room look at. */
        String status();
    }

    private final List<Column> columns = new ArrayList<>();

    void add(Column column) {
        columns.add(column);
    }

    void remove(Column column) {
        columns.remove(column);
    }

    String line(EmergencyVisit visit) {
        StringJoiner line = new StringJoiner("  ");
        line.add(String.format("visit %5d  age %2d", visit.getVisitNumber(), visit.getAge()));
        for (Column column : columns) {
            String cell = column.cell(visit);
            if (!cell.isEmpty()) {
                line.add(cell);
            }
        }
        return line.toString();
    }

    void over(EmergencyVisit visit) {
        columns.forEach(column -> column.over(visit));
    }

    List<String> status() {
        return columns.stream().map(Column::status).toList();
    }
}
