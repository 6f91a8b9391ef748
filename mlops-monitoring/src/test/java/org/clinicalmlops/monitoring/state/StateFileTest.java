package org.clinicalmlops.monitoring.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFileTest {
    private static final Digest PLAN = Digest.of("plan");
    private static final Digest BASELINE = Digest.of("baseline");

    private static byte[] written(Consumer<StateOutput> what) {
        StateWriter out = new StateWriter();
        what.accept(out);
        return out.toBytes();
    }

    private static StateReader reader(Consumer<StateOutput> what) {
        return new StateReader(written(what));
    }

    private static void damaged(Runnable read, String why) {
        assertThatExceptionOfType(MlopsException.class)
                .isThrownBy(read::run)
                .withMessageStartingWith("the state is damaged: ")
                .withMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 63, 64, -64, -65, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE})
    void aWholeNumberComesBack(long value) {
        StateReader in = reader(out -> out.putLong(value));
        assertThat(in.getLong()).isEqualTo(value);
        in.end();
    }

    @Test
    void smallNumbersAreSmallAndADoubleIsEveryBitOfIt() {
        assertThat(written(out -> out.putLong(-64))).hasSize(1);
        assertThat(written(out -> out.putLong(64))).hasSize(2);
        assertThat(written(out -> out.putLong(Long.MIN_VALUE))).hasSize(10);
        for (double x : new double[] {0.0, -0.0, Math.PI, Double.MIN_VALUE, Double.POSITIVE_INFINITY, Double.NaN}) {
            assertThat(Double.doubleToRawLongBits(
                            reader(out -> out.putDouble(x)).getDouble()))
                    .isEqualTo(Double.doubleToRawLongBits(x));
        }
    }

    @Test
    void textsAndInstantsComeBack() {
        for (String text : new String[] {"", "a", "Ä\u0000€", "\uD83D\uDE91"}) {
            assertThat(reader(out -> out.putText(text)).getText()).isEqualTo(text);
        }
        assertThat(reader(out -> out.putText("half\uD83D")).getText()).isEqualTo("half?");
        for (Instant at : new Instant[] {Instant.MIN, Instant.EPOCH, Instant.MAX, Instant.ofEpochSecond(-1, 999)}) {
            assertThat(reader(out -> out.putInstant(at)).getInstant()).isEqualTo(at);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void listsComeBackHoweverManyZerosTheyHold(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int n = 0; n < 200; n++) {
            double zeros = random.nextDouble();
            long[] values = random.doubles(n)
                    .mapToLong(u -> u < zeros ? 0 : random.nextLong(-9, 9))
                    .toArray();
            StateReader in = reader(out -> {
                out.putLongs(values);
                out.putDoubles(Arrays.stream(values).asDoubleStream().toArray());
                out.putLongs(values);
            });
            assertThat(in.getLongs()).isEqualTo(values);
            assertThat(in.getDoubles(values.length))
                    .isEqualTo(Arrays.stream(values).asDoubleStream().toArray());
            assertThat(in.getLongs(values.length)).isEqualTo(values);
            in.end();
        }
    }

    @Test
    void aSparseListTakesLittleRoomAndOneTooLongForRunsComesBackToo() {
        long[] sparse = new long[20_000];
        sparse[10_000] = 7;
        assertThat(written(out -> out.putLongs(sparse))).hasSizeLessThan(16);
        long[] huge = new long[StateWriter.MOST_IN_RUNS + 1];
        huge[1] = 5;
        assertThat(reader(out -> out.putLongs(huge)).getLongs()).isEqualTo(huge);
    }

    @Test
    void whatIsLongerThanWhatIsLeftIsRefusedBeforeRoomIsMadeForIt() {
        damaged(() -> new StateReader(new byte[0]).getLong(), "ends too early");
        damaged(() -> new StateReader(new byte[7]).getDouble(), "ends too early");
        damaged(() -> new StateReader(new byte[] {-1, -1, -1, -1, 7}).getText(), "longer than the whole");
        byte[] endless = new byte[20];
        Arrays.fill(endless, (byte) -1);
        damaged(() -> new StateReader(endless).getLong(), "too many bits");
        damaged(() -> reader(out -> out.putLong(Long.MAX_VALUE)).getLongs(), "longer than what is left");
        damaged(() -> reader(out -> out.putLong(-1_000_000_000)).getLongs(), "longer than what is left");
        damaged(() -> reader(out -> out.putLong(Integer.MAX_VALUE)).getDoubles(), "longer than what is left");
        damaged(() -> reader(out -> out.putLong(-1)).getDoubles(), "longer than what is left");
        damaged(() -> reader(out -> out.putLongs(new long[3])).getLongs(4), "a list of 4 values was expected");
        damaged(() -> reader(out -> out.putDoubles(new double[3])).getDoubles(2), "a list of 2 values was expected");
        damaged(() -> new StateReader(new byte[] {1, -1}).getText(), "not UTF-8");
        damaged(() -> instant(Long.MAX_VALUE, 0), "no such instant");
        damaged(() -> instant(0, 1_000_000_001), "no such nanosecond");
        damaged(() -> new StateReader(new byte[1]).end(), "1 bytes are left over");
    }

    private static void instant(long second, long nanos) {
        reader(out -> {
                    out.putLong(second);
                    out.putLong(nanos / 2); // a nanosecond has no sign
                })
                .getInstant();
    }

    private static StateFile file() {
        return StateFile.of("monitor", PLAN, BASELINE)
                .with("a", out -> out.putLong(41))
                .with("b", out -> out.putText("text"));
    }

    @Test
    void sectionsAreReadByTheirIdInAnyOrderAndUnknownOnesAreSkipped() {
        StateFile read = StateFile.read(file().toBytes());
        assertThat(read.belongsTo()).containsExactly(PLAN, BASELINE);
        assertThat(read.is("monitor")).isTrue();
        assertThat(read.is("other")).isFalse();
        long[] a = new long[1];
        read.read("a", in -> a[0] = in.getLong());
        assertThat(a[0]).isEqualTo(41);
        assertThat(read.has("b")).isTrue();
        assertThat(read.toBytes()).isEqualTo(file().toBytes());
        assertThatExceptionOfType(MlopsException.class)
                .isThrownBy(() -> read.read("c", in -> {}))
                .withMessage("the state has nothing of 'c'");
        damaged(() -> read.read("b", in -> {}), "5 bytes are left over");
        damaged(() -> read.read("a", StateFileTest::twoNumbers), "ends too early");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read.with("a", out -> {}))
                .withMessage("section 'a' must be there once only");
    }

    private static void twoNumbers(StateInput in) {
        in.getLong();
        in.getLong();
    }

    /** By hand: the bytes of a state that has one section of one number. */
    @Test
    void theFormatIsAsItIsDescribed() {
        byte[] state = StateFile.of("k", PLAN).with("s", out -> out.putLong(-1)).toBytes();
        String content = "434d4c53" + "02" + "016b" + "02" + PLAN.hex() + "02" + "0173" + "01" + "01";
        byte[] bytes = HexFormat.of().parseHex(content);
        assertThat(HexFormat.of().formatHex(state))
                .isEqualTo(content + Digest.of(bytes).hex());
    }

    @Test
    void aStateOfALaterFormatOrOfSomethingElseSaysSo() {
        byte[] state = file().toBytes();
        state[4] = 4;
        assertThatExceptionOfType(MlopsException.class)
                .isThrownBy(() -> StateFile.read(signed(Arrays.copyOf(state, state.length - 32))))
                .withMessage("the state is of format 2, this version reads format 1");
        for (byte[] other : new byte[][] {{}, new byte[35], new byte[100], "{\"is\":\"model\"}".getBytes()}) {
            assertThatExceptionOfType(MlopsException.class)
                    .isThrownBy(() -> StateFile.read(other))
                    .withMessage("this is not a state of a monitor");
        }
    }

    static byte[] signed(byte[] content) {
        byte[] state = Arrays.copyOf(content, content.length + 32);
        System.arraycopy(HexFormat.of().parseHex(Digest.of(content).hex()), 0, state, content.length, 32);
        return state;
    }

    @Test
    void everyFlippedBitAndEveryCutIsFoundByTheChecksum() {
        byte[] state = file().toBytes();
        for (int bit = 32; bit < 8 * state.length; bit++) {
            byte[] flipped = state.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            damaged(() -> StateFile.read(flipped), "its bytes are not those of its checksum");
        }
        for (int length = 36; length < state.length; length++) {
            byte[] cut = Arrays.copyOf(state, length);
            damaged(() -> StateFile.read(cut), "its bytes are not those of its checksum");
        }
    }

    /** Somebody who can compute a checksum: whatever the bytes are, nothing but an MlopsException comes out, and soon. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void mutatedBytesWithARightChecksumAreReadOrRefused(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] state = file().with("numbers", out -> out.putLongs(new long[100]))
                .with("doubles", out -> out.putDoubles(new double[20]))
                .toBytes();
        byte[] content = Arrays.copyOf(state, state.length - 32);
        for (int i = 0; i < 25_000; i++) {
            byte[] mutated = Mutations.of(content, random);
            try {
                StateFile read = StateFile.read(signed(mutated));
                for (String id : new String[] {"a", "b", "numbers", "doubles"}) {
                    read(read, id, random);
                }
            } catch (MlopsException e) {
                assertThat(e).hasMessageContaining("state");
            }
        }
    }

    private static void read(StateFile file, String id, SplittableRandom random) {
        try {
            file.read(id, in -> {
                for (int k = 0; k < 4; k++) {
                    switch (random.nextInt(8)) {
                        case 0 -> in.getLong();
                        case 1 -> in.getDouble();
                        case 2 -> in.getText();
                        case 3 -> in.getInstant();
                        case 4 -> in.getLongs();
                        case 5 -> in.getDoubles();
                        case 6 -> in.getLongs(3);
                        default -> in.getDoubles(3);
                    }
                }
            });
        } catch (MlopsException e) {
            assertThat(e).hasMessageContaining("state");
        }
    }
}
