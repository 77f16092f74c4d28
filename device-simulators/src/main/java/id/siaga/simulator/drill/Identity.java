package id.siaga.simulator.drill;

/** Who a gauge is: its place in the timetable, its name and secret. */
record Identity(int device, String id, String secret) {
}
