package id.siaga.commandcenter.sop;

import java.util.List;

/** A checklist as people enter it; the position of a step is its place in the list, from 1. */
public record SopSpec(String category, String title, String source, boolean verified, List<Step> steps) {

    public record Step(String text, boolean mandatory) {
    }
}
