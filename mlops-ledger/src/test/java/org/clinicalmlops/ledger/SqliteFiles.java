package org.clinicalmlops.ledger;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.DB;

/**
 * Tells a {@link ForgetfulDisk} what SQLite does to its files. The driver's own library is used as it is: of the functions by which it
 * opens and deletes files, and writes, shortens, syncs and closes open ones, each is replaced by one that calls it and tells the disk. The
 * layout of the two tables of functions is public and does not change within a version of the tables.
 *
 * @see <a href="https://www.sqlite.org/c3ref/vfs.html">SQLite, sqlite3_vfs</a>
 * @see <a href="https://www.sqlite.org/c3ref/io_methods.html">SQLite, sqlite3_io_methods</a>
 */
final class SqliteFiles implements AutoCloseable {
    private static final int NAME = 24;
    private static final int OPEN = 40;
    private static final int DELETE = 48;
    private static final int CLOSE = 8;
    private static final int WRITE = 24;
    private static final int TRUNCATE = 32;
    private static final int SYNC = 40;
    /** A version and 18 functions: table version 3. */
    private static final int METHODS_BYTES = 8 + 18 * 8;

    private static final int OK = 0;

    private final ForgetfulDisk disk;
    private final Pointer vfs;
    private final Function open;
    private final Function delete;
    private final Map<Pointer, File> files = new ConcurrentHashMap<>();
    /** The library calls them by address: they must not be collected. */
    private final Hooks hooks = new Hooks();

    /** An open file, SQLite's functions for it, and the table that stands in their place. */
    private record File(String path, Pointer methods, Memory replaced) {
        Function method(int at) {
            return Function.getFunction(methods.getPointer(at));
        }
    }

    /** From now on, until it is closed, for all connections of this JVM. */
    SqliteFiles(ForgetfulDisk disk) throws SQLException {
        this.disk = disk;
        this.vfs = fileSystem();
        this.open = Function.getFunction(vfs.getPointer(OPEN));
        this.delete = Function.getFunction(vfs.getPointer(DELETE));
        vfs.setPointer(OPEN, CallbackReference.getFunctionPointer(hooks.open));
        vfs.setPointer(DELETE, CallbackReference.getFunctionPointer(hooks.delete));
    }

    /** The table of the file system, which is the first thing that a connection of SQLite's points to. */
    private static Pointer fileSystem() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            DB database = connection.unwrap(SQLiteConnection.class).getDatabase();
            Field handle = database.getClass().getDeclaredField("pointer");
            handle.setAccessible(true);
            Pointer vfs = new Pointer(handle.getLong(database)).getPointer(0);
            String name = vfs.getPointer(NAME).getString(0);
            if (!name.equals("unix")) {
                throw new IllegalStateException("expected the file system 'unix', found '" + name + "'");
            }
            return vfs;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the driver keeps its connection elsewhere", e);
        }
    }

    /** What is open then stays watched. */
    @Override
    public void close() {
        vfs.setPointer(OPEN, new Pointer(Pointer.nativeValue(open)));
        vfs.setPointer(DELETE, new Pointer(Pointer.nativeValue(delete)));
    }

    private int opened(Pointer system, Pointer name, Pointer file, int flags, Pointer outFlags) {
        int result = open.invokeInt(new Object[] {system, name, file, flags, outFlags});
        if (result == OK && name != null && disk.keeps(name.getString(0))) {
            Pointer methods = file.getPointer(0);
            Memory replaced = new Memory(METHODS_BYTES);
            replaced.write(0, methods.getByteArray(0, METHODS_BYTES), 0, METHODS_BYTES);
            replaced.setPointer(CLOSE, CallbackReference.getFunctionPointer(hooks.close));
            replaced.setPointer(WRITE, CallbackReference.getFunctionPointer(hooks.write));
            replaced.setPointer(TRUNCATE, CallbackReference.getFunctionPointer(hooks.truncate));
            replaced.setPointer(SYNC, CallbackReference.getFunctionPointer(hooks.sync));
            files.put(file, new File(name.getString(0), methods, replaced));
            file.setPointer(0, replaced);
        }
        return result;
    }

    private int deleted(Pointer system, Pointer name, int syncsFolder) {
        int result = delete.invokeInt(new Object[] {system, name, syncsFolder});
        String path = name.getString(0);
        if (result == OK && disk.keeps(path)) {
            disk.delete(path, syncsFolder != 0);
        }
        return result;
    }

    private int closed(Pointer file) {
        File known = files.remove(file);
        file.setPointer(0, known.methods);
        return known.method(CLOSE).invokeInt(new Object[] {file});
    }

    private int written(Pointer file, Pointer bytes, int count, long offset) {
        File known = files.get(file);
        int result = known.method(WRITE).invokeInt(new Object[] {file, bytes, count, offset});
        if (result == OK) {
            disk.write(known.path, offset, bytes.getByteArray(0, count));
        }
        return result;
    }

    private int truncated(Pointer file, long length) {
        File known = files.get(file);
        int result = known.method(TRUNCATE).invokeInt(new Object[] {file, length});
        if (result == OK) {
            disk.truncate(known.path, length);
        }
        return result;
    }

    private int synced(Pointer file, int flags) {
        File known = files.get(file);
        int result = known.method(SYNC).invokeInt(new Object[] {file, flags});
        if (result == OK) {
            disk.sync(known.path);
        }
        return result;
    }

    /** What the library is given. */
    private final class Hooks {
        final Open open = SqliteFiles.this::opened;
        final Delete delete = SqliteFiles.this::deleted;
        final Close close = SqliteFiles.this::closed;
        final Write write = SqliteFiles.this::written;
        final Truncate truncate = SqliteFiles.this::truncated;
        final Sync sync = SqliteFiles.this::synced;
    }

    /** {@code xOpen}. */
    interface Open extends Callback {
        int open(Pointer system, Pointer name, Pointer file, int flags, Pointer outFlags);
    }

    /** {@code xDelete}. */
    interface Delete extends Callback {
        int delete(Pointer system, Pointer name, int syncsFolder);
    }

    /** {@code xClose}. */
    interface Close extends Callback {
        int close(Pointer file);
    }

    /** {@code xWrite}. */
    interface Write extends Callback {
        int write(Pointer file, Pointer bytes, int count, long offset);
    }

    /** {@code xTruncate}. */
    interface Truncate extends Callback {
        int truncate(Pointer file, long length);
    }

    /** {@code xSync}. */
    interface Sync extends Callback {
        int sync(Pointer file, int flags);
    }
}
