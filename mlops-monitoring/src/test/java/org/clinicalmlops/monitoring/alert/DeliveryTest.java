package org.clinicalmlops.monitoring.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.AlertSink;
import org.clinicalmlops.api.monitor.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeliveryTest {
    private static AlertEvent event(int number) {
        Finding finding = Finding.of(Finding.Kind.OPERATION, "d", "latency", Finding.State.ALARM, "seen");
        return new AlertEvent(
                AlertEvent.What.OPENED, Alert.opened("alert-" + number, finding, Instant.EPOCH), Instant.EPOCH);
    }

    private static List<AlertEvent> events(int from, int until) {
        return IntStream.range(from, until).mapToObj(DeliveryTest::event).toList();
    }

    @Test
    void everySinkIsToldEveryEventInOrder() {
        List<AlertEvent> one = new ArrayList<>();
        List<AlertEvent> other = new ArrayList<>();
        Delivery delivery = new Delivery(List.of(one::add, other::add));

        delivery.put(events(0, 3));
        assertThat(one).as("put only").isEmpty();
        delivery.send();

        assertThat(one).isEqualTo(events(0, 3)).isEqualTo(other);
        assertThat(delivery.failures()).isZero();
    }

    @Test
    void whatASinkThrowsIsCountedAndTheOthersAreTold() {
        List<AlertEvent> told = new ArrayList<>();
        AlertSink broken = event -> {
            throw new IllegalStateException("the pager is down");
        };
        AlertSink worse = event -> {
            throw new StackOverflowError();
        };
        Delivery delivery = new Delivery(List.of(broken, worse, told::add));

        delivery.put(events(0, 2));
        delivery.send();

        assertThat(told).hasSize(2);
        assertThat(delivery.failures()).isEqualTo(4);
    }

    @Test
    void whatASinkCouldNotPassOnIsCounted() {
        AlertSink sink = new AlertSink() {
            @Override
            public void accept(AlertEvent event) {}

            @Override
            public long undelivered() {
                return 7;
            }
        };
        assertThat(new Delivery(List.of(sink)).failures()).isEqualTo(7);
    }

    /** Each event once, in the order of each thread, one at a time, whoever sends. */
    @Test
    void manyThreadsTellOneAfterTheOther() throws InterruptedException {
        List<AlertEvent> told = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Delivery delivery = new Delivery(List.of(event -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            told.add(event);
            inside.decrementAndGet();
        }));
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(t -> new Thread(() -> {
                    for (int i = 0; i < 2000; i++) {
                        delivery.put(List.of(event(t * 10_000 + i)));
                        delivery.send();
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(told.size() + delivery.failures()).isEqualTo(8000);
        assertThat(most).hasValue(1);
        assertThat(told).hasSizeGreaterThanOrEqualTo(1000); // what may wait
        for (int t = 0; t < 4; t++) {
            int thread = t;
            List<Integer> order = told.stream()
                    .map(e -> Integer.parseInt(e.alert().id().substring("alert-".length())))
                    .filter(n -> n / 10_000 == thread)
                    .toList();
            assertThat(order).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void aSinkThatHangsHoldsUpNobodyElseAndWhatItCannotHoldIsCounted() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<AlertEvent> told = Collections.synchronizedList(new ArrayList<>());
        Delivery delivery = new Delivery(List.of(event -> {
            hanging.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            told.add(event);
        }));
        delivery.put(events(0, 1));
        Thread slow = new Thread(delivery::send);
        slow.start();
        hanging.await();

        delivery.put(events(1, Delivery.WAITING + 3));
        delivery.send(); // returns at once
        assertThat(told).isEmpty();
        assertThat(delivery.failures()).isEqualTo(2);

        goOn.countDown();
        slow.join();
        assertThat(told).isEqualTo(events(0, Delivery.WAITING + 1));
    }

    @Test
    void aSinkMayCauseTheNextEventItself() {
        List<String> told = new ArrayList<>();
        Delivery[] delivery = new Delivery[1];
        delivery[0] = new Delivery(List.of(event -> {
            told.add(event.alert().id());
            if (told.size() < 3) {
                delivery[0].put(List.of(event(told.size())));
                delivery[0].send();
            }
        }));
        delivery[0].put(events(0, 1));
        delivery[0].send();
        assertThat(told).containsExactly("alert-0", "alert-1", "alert-2");
    }
}
