package id.siaga.simulator.device;

import java.util.ArrayList;
import java.util.List;

/**
 * A closed patrol route as a timetable: streets bend by the seed between the waypoints, each stretch has its own speed,
 * and the vehicle stops a while at every waypoint.
 */
public record Patrol(List<Leg> legs) {

    private static final double STRETCH_M = 300;
    private static final double BEND_M = 60;
    private static final double SLOWEST_KMH = 20;
    private static final double FASTEST_KMH = 40;
    private static final double STOP_S = 15;

    /** A straight drive that begins at a second of the round; a stop has speed 0 and the same place twice. */
    public record Leg(double start, double seconds, Place from, Place to, double speed) {
    }

    /** Where the vehicle is: place, speed in m/s, course in degrees. */
    public record Fix(Place place, double speed, double course) {
    }

    /** Lays the streets of a round through the waypoints (two at least). */
    public static Patrol through(List<Place> waypoints, Seed seed) {
        if (waypoints.size() < 2) {
            throw new IllegalArgumentException("route: needs two waypoints at least");
        }
        List<Leg> legs = new ArrayList<>();
        for (int i = 0; i < waypoints.size(); i++) {
            drive(legs, waypoints.get(i), waypoints.get((i + 1) % waypoints.size()), seed.of(i));
        }
        return new Patrol(List.copyOf(legs));
    }

    /** Waits at base, drives to the goal in a straight line, stays there and drives back. */
    public static Patrol errand(Place base, Place goal, double waitS, double speedKmh, double staysS) {
        List<Leg> legs = new ArrayList<>();
        double speed = speedKmh / 3.6;
        double drive = base.metresTo(goal) / speed;
        add(legs, base, base, waitS, 0);
        add(legs, base, goal, drive, speed);
        add(legs, goal, goal, staysS, 0);
        add(legs, goal, base, drive, speed);
        return new Patrol(List.copyOf(legs));
    }

    /** The fix so many seconds into the patrol; rounds repeat. */
    public Fix at(double seconds) {
        Leg last = legs.getLast();
        double inRound = seconds % (last.start() + last.seconds());
        Leg leg = legs.stream().filter(l -> inRound < l.start() + l.seconds()).findFirst().orElse(last);
        double share = (inRound - leg.start()) / leg.seconds();
        return new Fix(leg.from().towards(leg.to(), share), leg.speed(), leg.from().courseTo(leg.to()));
    }

    private static void drive(List<Leg> legs, Place from, Place to, Seed seed) {
        int stretches = (int) Math.max(1, Math.round(from.metresTo(to) / STRETCH_M));
        Place here = from;
        for (int i = 1; i <= stretches; i++) {
            Place next = i == stretches ? to : bent(from.towards(to, (double) i / stretches), seed.of(i));
            double speed = seed.of("speed").of(i).between(SLOWEST_KMH, FASTEST_KMH) / 3.6;
            add(legs, here, next, here.metresTo(next) / speed, speed);
            here = next;
        }
        add(legs, to, to, STOP_S, 0);
    }

    private static Place bent(Place place, Seed seed) {
        return place.moved(seed.of("north").between(-BEND_M, BEND_M), seed.of("east").between(-BEND_M, BEND_M));
    }

    private static void add(List<Leg> legs, Place from, Place to, double seconds, double speed) {
        double start = legs.isEmpty() ? 0 : legs.getLast().start() + legs.getLast().seconds();
        legs.add(new Leg(start, seconds, from, to, speed));
    }
}
