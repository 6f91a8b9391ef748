package org.clinicalmlops.core.data;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** The characters of a CSV file without a byte order mark; remembers whether there was anything but line breaks. */
final class CsvText extends FilterReader {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private boolean started;
    private boolean empty = true;

    CsvText(Reader in) {
        super(in);
    }

    /** Whether nothing but line breaks was read so far. */
    boolean empty() {
        return empty;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int n = in.read(buffer, offset, length);
        if (n > 0 && !started) {
            started = true;
            if (buffer[offset] == BYTE_ORDER_MARK) {
                System.arraycopy(buffer, offset + 1, buffer, offset, n - 1);
                n = n > 1 ? n - 1 : in.read(buffer, offset, length);
            }
        }
        for (int i = 0; i < n && empty; i++) {
            empty = buffer[offset + i] == '\n' || buffer[offset + i] == '\r';
        }
        return n;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }
}
