package id.siaga.commandcenter.place;

/** The kelurahan a point was put in; approximate when it is only the nearest one. */
public record Place(Kelurahan kelurahan, boolean approximate) {
}
